"""The other side of the training bench: PyTorch on the same network, layer by layer.

python3 torchTraining.py <case as JSON>
Reads the network as a line of JSON, prints its parameters; then, for each line with a number of milliseconds, trains for about so long and prints
images a second and the peak of its memory in MB.
"""
import json
import resource
import sys
import time

import torch
from torch import nn


def pair(value):
    return value if isinstance(value, int) else tuple(value)


def conv(layer, channels):
    kernel = pair(layer["kernel"])
    padding = layer.get("padding", kernel // 2 if isinstance(kernel, int) else tuple(side // 2 for side in kernel))
    options = {key: pair(layer.get(key, 1)) for key in ("stride", "dilation")}
    return nn.Conv2d(channels, layer["filters"], kernel, padding=pair(padding), groups=layer.get("groups", 1), bias=False, **options)


class Bias(nn.Module):
    def __init__(self, shape):
        super().__init__()
        self.bias = nn.Parameter(torch.zeros(shape[1], *[1] * (len(shape) - 2)))

    def forward(self, x):
        return x + self.bias


def make(layer, shape):
    """The module of a layer, and a function of its inputs."""
    op = layer["op"]
    size = layer.get("size", 2)
    makers = {
        "conv": lambda: conv(layer, shape[1]),
        "transposedConv": lambda: nn.ConvTranspose2d(shape[1], layer["filters"], pair(layer["kernel"]), pair(layer["stride"]), bias=False),
        "dense": lambda: nn.Linear(shape[1], layer["units"], bias=False),
        "bias": lambda: Bias(shape),
        "batchNorm": lambda: nn.BatchNorm2d(shape[1]) if len(shape) == 4 else nn.BatchNorm1d(shape[1]),
        "relu": lambda: nn.ReLU(),
        "maxPool": lambda: nn.MaxPool2d(size, layer.get("stride", size), layer.get("padding", 0)),
        "globalAveragePool": lambda: nn.Sequential(nn.AdaptiveAvgPool2d(1), nn.Flatten()),
        "globalMaxPool": lambda: nn.Sequential(nn.AdaptiveMaxPool2d(1), nn.Flatten()),
        "flatten": lambda: nn.Flatten(),
    }
    return makers[op]()


class Layers(nn.Module):
    def __init__(self, network, batch):
        super().__init__()
        self.layers, self.output = network["layers"], network["output"]
        self.parts = nn.ModuleDict()
        values = {name: torch.zeros(batch, *shape) for name, shape in network["inputs"].items()}
        self.run(values, build=True)

    def run(self, values, build=False):
        for layer in self.layers:
            given = [values[name] for name in layer["from"]]
            if layer["op"] == "add":
                result = given[0] + given[1]
            elif layer["op"] == "concat":
                result = torch.cat(given, 1)
            else:
                key = layer["name"].replace(".", "_")
                if build:
                    self.parts[key] = make(layer, given[0].shape)
                result = self.parts[key](given[0])
            values[layer["name"]] = result
        return values[self.output]

    def forward(self, image):
        return self.run({"image": image})


def say(**values):
    print(json.dumps(values), flush=True)


case = json.loads(sys.argv[1])
torch.set_num_threads(case["threads"])
torch.manual_seed(1)
network = json.loads(sys.stdin.readline())
model = Layers(network, case["batch"]).train()
say(parameters=sum(array.numel() for array in model.parameters()), version=torch.__version__)
optimizer = torch.optim.Adam(model.parameters(), lr=0.001)
image = torch.rand(case["batch"], 1, case["size"], case["size"])
with torch.no_grad():
    target = torch.rand_like(model(image))
for line in sys.stdin:
    began, steps = time.perf_counter(), 0
    while steps == 0 or (time.perf_counter() - began) * 1000 < float(line):
        optimizer.zero_grad(set_to_none=True)
        loss = ((model(image) - target) ** 2).mean()
        loss.backward()
        optimizer.step()
        loss.item()
        steps += 1
    seconds = time.perf_counter() - began
    say(imagesPerSecond=steps * case["batch"] / seconds, peakMb=resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024)
