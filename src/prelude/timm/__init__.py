"""https://github.com/huggingface/pytorch-image-models, as far as other code borrows from it."""
