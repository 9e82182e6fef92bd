"""Operations of einops as layers: https://einops.rocks/api/rearrange/"""
