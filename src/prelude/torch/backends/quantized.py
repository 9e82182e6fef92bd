engine = "fbgemm"
supported_engines = ["none", "fbgemm", "qnnpack", "onednn", "x86"]
