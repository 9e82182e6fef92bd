from torch import nn

from .helpers import to_2tuple


class PatchEmbed(nn.Module):
    """(B, C, H, W) -> (B, patches, embed_dim)"""

    def __init__(
        self, img_size=224, patch_size=16, in_chans=3, embed_dim=768, norm_layer=None, flatten=True, bias=True,
        strict_img_size=True, **kwargs,
    ):  # fmt: skip
        super().__init__()
        self.patch_size = to_2tuple(patch_size)
        self.img_size = to_2tuple(img_size) if img_size is not None else None
        if self.img_size is not None:
            self.grid_size = tuple(size // patch for size, patch in zip(self.img_size, self.patch_size))
            self.num_patches = self.grid_size[0] * self.grid_size[1]
        else:
            self.grid_size = self.num_patches = None
        self.flatten = flatten
        self.strict_img_size = strict_img_size
        self.proj = nn.Conv2d(in_chans, embed_dim, kernel_size=self.patch_size, stride=self.patch_size, bias=bias)
        self.norm = norm_layer(embed_dim) if norm_layer else nn.Identity()

    def forward(self, x):
        _, _, height, width = x.shape
        if self.img_size is not None and self.strict_img_size:
            assert height == self.img_size[0], f"Input height ({height}) doesn't match model ({self.img_size[0]})."
            assert width == self.img_size[1], f"Input width ({width}) doesn't match model ({self.img_size[1]})."
        x = self.proj(x)
        if self.flatten:
            x = x.flatten(2).transpose(1, 2)
        return self.norm(x)
