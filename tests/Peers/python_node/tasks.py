"""What this node can do: functions of the event of their cancellation and of their arguments."""
from messagepack import Block


class Canceled(Exception):
    pass


CONTRACTS, FUNCTIONS = {}, {}


def task(contract):
    def add(function):
        name = contract[:contract.index("(")]
        CONTRACTS[name], FUNCTIONS[name] = contract, function
        return function
    return add


@task("WestRpc.ZeroMQ.Tests.Attacks.EchoTasks.Echo(string text) -> string")
def echo(canceled, text):
    return text


@task("WestRpc.ZeroMQ.Tests.Attacks.PeerTasks.Scale(double[] values, double factor) -> double[]")
def scale(canceled, values, factor):
    return Block(values.kind, [value * factor for value in values.numbers])


@task("WestRpc.ZeroMQ.Tests.Attacks.PeerTasks.Move(WestRpc.ZeroMQ.Tests.Attacks.Walker walker, int steps) -> WestRpc.ZeroMQ.Tests.Attacks.Walker\n"
      "WestRpc.ZeroMQ.Tests.Attacks.Walker(int Id, string Name, double? Weight)")
def move(canceled, walker, steps):
    return [walker[0] + steps, *walker[1:]]


@task("WestRpc.ZeroMQ.Tests.Attacks.PeerTasks.Wait() -> void")
def wait(canceled):
    canceled.wait()
    raise Canceled
