"""The benchmark's workloads in PyTorch: the same networks, sizes and optimisers as in workloads/*.ts.

Reads commands from stdin, one JSON object a line, and answers each with one line (protocol.ts says which).
"""

import json
import resource
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

LATENT = 64


def leaky(x):
    return F.leaky_relu(x, 0.2)


def d_loss(real, fake):
    return F.softplus(-real).mean() + F.softplus(fake).mean()


def g_loss(fake):
    return F.softplus(-fake).mean()


def adam(module, rate):
    return torch.optim.Adam(module.parameters(), rate, betas=(0.5, 0.999), eps=1e-7)


class Game:
    """Two networks, their optimisers, and batches made beforehand."""

    def __init__(self, g, d, rate, latent, batch, shape):
        self.g, self.d = g, d
        self.g_opt, self.d_opt = adam(g, rate), adam(d, rate)
        self.latent = (batch, latent)
        self.batches = [torch.rand(batch, *shape) * 2 - 1 for _ in range(4)]
        self.count = 0

    def real(self):
        self.count += 1
        return self.batches[self.count % len(self.batches)]

    def fakes(self):
        with torch.no_grad():
            return self.g(torch.randn(self.latent))

    def d_loss(self):
        return d_loss(self.d(self.real()), self.d(self.fakes()))

    def g_loss(self):
        return g_loss(self.d(self.g(torch.randn(self.latent))))

    def step(self):
        self.d_opt.zero_grad()
        loss = self.d_loss()
        loss.backward()
        self.d_opt.step()
        self.d.requires_grad_(False)
        self.g_opt.zero_grad()
        self.g_loss().backward()
        self.g_opt.step()
        self.d.requires_grad_(True)
        return loss


def mlp(widths):
    layers = []
    for i in range(len(widths) - 1):
        layers.append(nn.Linear(widths[i], widths[i + 1]))
        if i < len(widths) - 2:
            layers.append(nn.LeakyReLU(0.2))
    return nn.Sequential(*layers)


def mlp_game(sizes, game=Game):
    h = sizes["width"]
    return game(mlp([2, h, h, 2]), mlp([2, h, h, 1]), 1e-3, 2, sizes["batch"], (2,))


class WganGp(Game):
    def d_loss(self):
        real, fakes = self.real(), self.fakes()
        mix = torch.rand(len(real), 1)
        between = (mix * real + (1 - mix) * fakes).requires_grad_()
        (slopes,) = torch.autograd.grad(self.d(between).sum(), between, create_graph=True)
        norms = torch.sqrt((slopes * slopes).sum(1) + 1e-12)
        return self.d(fakes).mean() - self.d(real).mean() + 10 * ((norms - 1) ** 2).mean()

    def g_loss(self):
        return -self.d(self.g(torch.randn(self.latent))).mean()


class DcganGenerator(nn.Module):
    def __init__(self, channels, smallest, kernel):
        super().__init__()
        self.first = (channels[0], smallest, smallest)
        self.dense = nn.Linear(LATENT, channels[0] * smallest * smallest)
        pads = (2, 1) if kernel == 5 else (1, 0)  # padding, output padding: the size doubles
        pairs = list(zip(channels, channels[1:]))
        self.convs = nn.ModuleList(
            nn.ConvTranspose2d(a, b, kernel, 2, *pads, bias=False) for a, b in pairs
        )
        self.norms = nn.ModuleList(
            nn.BatchNorm2d(b, track_running_stats=False) for _, b in pairs[:-1]
        )

    def forward(self, z):
        h = F.relu(self.dense(z)).view(-1, *self.first)
        for conv, norm in zip(self.convs, self.norms):
            h = F.relu(norm(conv(h)))
        return torch.tanh(self.convs[-1](h))


class DcganDiscriminator(nn.Module):
    def __init__(self, channels, smallest, kernel):
        super().__init__()
        up = channels[::-1]
        pad = 2 if kernel == 5 else 1
        self.convs = nn.ModuleList(
            nn.Conv2d(a, b, kernel, 2, pad, bias=False) for a, b in zip(up, up[1:])
        )
        self.dense = nn.Linear(channels[0] * smallest * smallest, 1)

    def forward(self, x):
        for conv in self.convs:
            x = leaky(conv(x))
        return self.dense(x.flatten(1))


def dcgan(batch, channels, smallest, kernel, game=Game):
    g = DcganGenerator(channels, smallest, kernel)
    d = DcganDiscriminator(channels, smallest, kernel)
    for module in [*g.convs, *d.convs]:
        nn.init.normal_(module.weight, 0, 0.02)
    size = smallest * 2 ** (len(channels) - 1)
    return game(g, d, 2e-4, LATENT, batch, (channels[-1], size, size))


class R1(Game):
    def d_loss(self):
        real = self.real().detach().requires_grad_()
        scores = self.d(real)
        (slopes,) = torch.autograd.grad(scores.sum(), real, create_graph=True)
        penalty = slopes.square().sum() * (5 / len(real))
        return d_loss(scores, self.d(self.fakes())) + penalty


class Modulated(nn.Module):
    """The input scaled and the output demodulated: one filter for the whole batch."""

    def __init__(self, kernel, inputs, outputs, demodulate):
        super().__init__()
        self.filter = nn.Parameter(
            torch.randn(outputs, inputs, kernel, kernel) * (kernel * kernel * inputs) ** -0.5
        )
        self.style = nn.Linear(LATENT, inputs)
        self.pad, self.demodulate = kernel // 2, demodulate

    def forward(self, x, style):
        scales = self.style(style)
        y = F.conv2d(x * scales[:, :, None, None], self.filter, padding=self.pad)
        if not self.demodulate:
            return y
        energy = scales.square() @ self.filter.square().sum((2, 3)).t()
        return y * torch.rsqrt(energy + 1e-8)[:, :, None, None]


class Styled(nn.Module):
    def __init__(self, channels):
        super().__init__()
        self.inner = Modulated(3, channels, channels, True)
        self.noise = nn.Parameter(torch.tensor(0.1))
        self.bias = nn.Parameter(torch.zeros(channels, 1, 1))

    def forward(self, x, style):
        y = self.inner(x, style)
        noise = torch.randn(y.shape[0], 1, *y.shape[2:])
        return leaky(y + noise * self.noise + self.bias)


class StyleGenerator(nn.Module):
    def __init__(self, channels, size):
        super().__init__()
        self.mapping = nn.ModuleList(nn.Linear(LATENT, LATENT) for _ in range(2))
        self.start = nn.Parameter(torch.randn(1, channels, size // 2, size // 2))
        self.first, self.second = Styled(channels), Styled(channels)
        self.colours = Modulated(1, channels, 3, False)

    def forward(self, z):
        for layer in self.mapping:
            z = leaky(layer(z))
        small = self.first(self.start.expand(len(z), -1, -1, -1), z)
        large = F.interpolate(small, scale_factor=2, mode="nearest")
        return self.colours(self.second(large, z), z)


class StyleDiscriminator(nn.Module):
    def __init__(self, channels, size):
        super().__init__()
        self.convs = nn.ModuleList(
            [
                nn.Conv2d(3, channels, 1),
                nn.Conv2d(channels, channels, 3, padding=1),
                nn.Conv2d(channels, channels, 3, padding=1),
                nn.Conv2d(channels + 1, channels, 3, padding=1),
            ]
        )
        self.dense = nn.Linear(channels * (size // 4) ** 2, 1)

    def forward(self, x):
        x = F.avg_pool2d(leaky(self.convs[1](leaky(self.convs[0](x)))), 2)
        x = F.avg_pool2d(leaky(self.convs[2](x)), 2)
        spread = torch.sqrt(x.var(0, correction=0) + 1e-8).mean()
        x = torch.cat([x, spread.expand(len(x), 1, *x.shape[2:])], 1)
        return self.dense(leaky(self.convs[3](x)).flatten(1))


def style(sizes):
    channels, size = sizes["channels"], sizes["size"]
    g, d = StyleGenerator(channels, size), StyleDiscriminator(channels, size)
    return Game(g, d, 1e-3, LATENT, sizes["batch"], (3, size, size))


KINDS = {
    "mlp": mlp_game,
    "wgan-gp": lambda s: mlp_game(s, WganGp),
    "r1-conv": lambda s: dcgan(s["batch"], [2 * s["channels"], s["channels"], 1], 7, 5, R1),
    "dcgan-28": lambda s: dcgan(s["batch"], [2 * s["channels"], s["channels"], 1], 7, 5),
    "dcgan-32": lambda s: dcgan(
        s["batch"], [4 * s["channels"], 2 * s["channels"], s["channels"], 3], 4, 4
    ),
    "style": style,
}


def open_game(command):
    torch.set_num_threads(command["threads"])
    torch.manual_seed(1)
    game = KINDS[command["kind"]](command["sizes"])
    start = time.perf_counter()
    if command["mode"] == "compiled":
        game.g.compile()
        game.d.compile()
    game.step().item()
    setup = (time.perf_counter() - start) * 1e3
    parameters = sum(p.numel() for net in (game.g, game.d) for p in net.parameters())
    return game, {
        "engine": f"PyTorch {torch.__version__}",
        "setup": {"first step": setup},
        "parameters": parameters,
    }


def run(game, steps):
    start = time.perf_counter()
    for _ in range(steps):
        loss = game.step()
    value = loss.item()
    elapsed = (time.perf_counter() - start) * 1e3
    if value != value:
        raise ArithmeticError("the loss is NaN")
    return {"ms": elapsed}


def memory():
    unit = 2**20 if sys.platform == "darwin" else 2**10  # ru_maxrss is in bytes there, else in kB
    return {"peakMB": resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / unit}


def main():
    answers = sys.stdout
    sys.stdout = sys.stderr  # a library's remarks are no answers
    game = None
    for line in sys.stdin:
        command = json.loads(line)
        try:
            if command["do"] == "open":
                game = None
                game, answer = open_game(command)
            elif command["do"] == "run":
                answer = run(game, command["steps"])
            elif command["do"] == "memory":
                answer = memory()
            else:
                raise ValueError(f"do: wanted open, run or memory, found {command['do']!r}")
        except Exception as error:  # the harness puts it into the table
            first = (str(error).strip() or type(error).__name__).splitlines()[0]
            answer = {"error": f"{type(error).__name__}: {first}"}
        print(json.dumps(answer), file=answers, flush=True)


if __name__ == "__main__":
    main()
