"""`mood`: a small transformer of texts.

Built as BERT is: embeddings of pieces and places, normalised; encoder layers that normalise after
they add; the first token's features, squashed, decide. Written out in plain operations, so that its
ONNX file shows each of them.
"""

import math

import torch
from torch import nn
from torch.nn import functional

WIDTH, HEADS, INNER, LAYERS, LONGEST, CLASSES = 32, 4, 64, 2, 64, 2
HIDDEN = -10_000.0  # what is added where the mask hides a token


class Attention(nn.Module):
    """Every token looks at every token that the mask shows."""

    def __init__(self):
        super().__init__()
        self.query, self.key, self.value, self.output = (nn.Linear(WIDTH, WIDTH) for _ in range(4))

    def forward(self, x, hidden):
        split = lambda y: y.unflatten(-1, (HEADS, WIDTH // HEADS)).transpose(1, 2)
        query, key, value = split(self.query(x)), split(self.key(x)), split(self.value(x))
        scores = query @ key.transpose(-1, -2) / math.sqrt(WIDTH // HEADS) + hidden
        return self.output((scores.softmax(-1) @ value).transpose(1, 2).flatten(2))


class Layer(nn.Module):
    """Attention, then two linear maps with a GELU between them."""

    def __init__(self):
        super().__init__()
        self.attention = Attention()
        self.first_normalization, self.second_normalization = (
            nn.LayerNorm(WIDTH) for _ in range(2)
        )
        self.inner, self.outer = nn.Linear(WIDTH, INNER), nn.Linear(INNER, WIDTH)
        self.dropout = nn.Dropout(0.1)

    def forward(self, x, hidden):
        x = self.first_normalization(x + self.dropout(self.attention(x, hidden)))
        return self.second_normalization(
            x + self.dropout(self.outer(functional.gelu(self.inner(x))))
        )


class MoodNetwork(nn.Module):
    """N x L ids and a mask of ones and zeros in, N x 2 logits out."""

    def __init__(self, pieces):
        super().__init__()
        self.pieces, self.places = nn.Embedding(pieces, WIDTH), nn.Embedding(LONGEST, WIDTH)
        self.normalization = nn.LayerNorm(WIDTH)
        self.layers = nn.ModuleList(Layer() for _ in range(LAYERS))
        self.pooler, self.classifier = nn.Linear(WIDTH, WIDTH), nn.Linear(WIDTH, CLASSES)

    def forward(self, input_ids, attention_mask):
        return self.after_pieces(self.pieces(input_ids), attention_mask)

    def after_pieces(self, embedded, attention_mask):
        """Returns the logits for embeddings of pieces, N x L x WIDTH."""
        places = self.places(torch.arange(embedded.shape[1], device=embedded.device))
        hidden = (1 - attention_mask[:, None, None, :].to(embedded.dtype)) * HIDDEN
        x = self.normalization(embedded + places)
        for layer in self.layers:
            x = layer(x, hidden)
        return self.classifier(torch.tanh(self.pooler(x[:, 0])))
