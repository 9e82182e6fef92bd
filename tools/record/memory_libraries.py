#!/usr/bin/env python3
"""Record the memory of models of published libraries as memory.py does, one JSON object a line.

    python3 tools/record/memory_libraries.py test/oracle/memory-libraries.jsonl --site DIR

DIR holds the libraries. Bytes are as there: peaks are beside parameters, buffers and inputs.
"""
import argparse, importlib.util, json, os, sys, traceback

# The scripts beside this one have names that libraries import.
HERE = os.path.dirname(os.path.abspath(__file__))
sys.path = [folder for folder in sys.path if os.path.abspath(folder) != HERE]
spec = importlib.util.spec_from_file_location("record_memory", os.path.join(HERE, "memory.py"))
memory = importlib.util.module_from_spec(spec)
spec.loader.exec_module(memory)
import torch

#: What is imported, and a call.
CALLS = [
    ("transformers", "BertConfig, BertModel", "BertModel(BertConfig(vocab_size=1000, hidden_size=128, num_hidden_layers=3, num_attention_heads=4, intermediate_size=512))(torch.zeros(4, 64, dtype=torch.long))"),
    ("transformers", "GPT2Config, GPT2LMHeadModel", "GPT2LMHeadModel(GPT2Config(vocab_size=1000, n_positions=128, n_embd=128, n_layer=3, n_head=4))(torch.zeros(4, 64, dtype=torch.long))"),
    ("transformers", "LlamaConfig, LlamaForCausalLM", "LlamaForCausalLM(LlamaConfig(vocab_size=1000, hidden_size=128, intermediate_size=352, num_hidden_layers=3, num_attention_heads=4, num_key_value_heads=2))(torch.zeros(4, 64, dtype=torch.long))"),
    ("transformers", "T5Config, T5EncoderModel", "T5EncoderModel(T5Config(vocab_size=1000, d_model=128, d_kv=32, d_ff=256, num_layers=3, num_heads=4))(torch.zeros(4, 64, dtype=torch.long))"),
    ("transformers", "ViTConfig, ViTModel", "ViTModel(ViTConfig(hidden_size=128, num_hidden_layers=3, num_attention_heads=4, intermediate_size=512, image_size=64, patch_size=8))(torch.zeros(4, 3, 64, 64))"),
    ("transformers", "WhisperConfig, WhisperModel", "WhisperModel(WhisperConfig(vocab_size=1000, d_model=128, encoder_layers=2, decoder_layers=2, encoder_attention_heads=4, decoder_attention_heads=4, encoder_ffn_dim=256, decoder_ffn_dim=256, max_source_positions=100, max_target_positions=64, num_mel_bins=40, pad_token_id=0, bos_token_id=1, eos_token_id=2, decoder_start_token_id=1))(torch.zeros(2, 40, 200), None, torch.zeros(2, 32, dtype=torch.long))"),
    ("transformers", "DistilBertConfig, DistilBertModel", "DistilBertModel(DistilBertConfig(vocab_size=1000, dim=128, hidden_dim=512, n_layers=3, n_heads=4))(torch.zeros(4, 64, dtype=torch.long))"),
    ("transformers", "MistralConfig, MistralForCausalLM", "MistralForCausalLM(MistralConfig(vocab_size=1000, hidden_size=128, intermediate_size=352, num_hidden_layers=3, num_attention_heads=4, num_key_value_heads=2))(torch.zeros(4, 64, dtype=torch.long))"),
]  # fmt: skip


def main():
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("output")
    parser.add_argument("--site", required=True)
    options = parser.parse_args()
    sys.path.append(options.site)
    for library in {library for library, _, _ in CALLS}:
        importlib.import_module(library)
    memory.without_initialisation()
    with open(options.output, "w") as file:
        for library, names, call in CALLS:
            module = importlib.import_module(library)
            found = {"torch": torch, **{name: getattr(module, name) for name in names.split(", ")}}
            try:
                row = memory.record(call, found)
            except Exception:
                traceback.print_exc()
                continue
            file.write(json.dumps({"imports": f"from {library} import {names}", "version": module.__version__, **row}) + "\n")
            file.flush()


main()
