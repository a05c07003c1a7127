"""The accelerator, which is simulated: results are computed here, their time is kept on a clock.

The clock is that of `time.perf_counter`, which all programs of a machine share. The queue of kernels
ends at a moment of it, and each kernel moves that moment on by its cost; whoever needs a result sleeps
until then. How late a busy machine wakes a program does not add up, and is not measured: what counts
is when the device was done, not when somebody noticed.
"""

import random
import socket
import time

# Standard deviations: of a launch's pace from that of others, and of a kernel from its launch's pace.
LAUNCH_SPREAD = 0.005
KERNEL_SPREAD = 0.01


class Device:
    """A queue of kernels.

    Launches differ a little, as real ones do. The machine's name tells which one this is: prbench
    gives each container a name made of its comparison, stage, pair and arm.
    """

    def __init__(self) -> None:
        self.time = 0.0
        self._chance = random.Random(socket.gethostname())
        self._pace = self._chance.gauss(1.0, LAUNCH_SPREAD)

    def start(self, moment: float | None = None) -> float:
        """Begins again after a break: the next kernel starts at a moment, now if none is given."""
        self.time = max(self.time, time.perf_counter() if moment is None else moment)
        return self.time

    def launch(self, seconds: float) -> None:
        """Puts a kernel into the queue."""
        self.time += seconds * self._pace * self._chance.gauss(1.0, KERNEL_SPREAD)

    def synchronize(self, behind: float = 0.0) -> float:
        """Waits until all kernels are done, or some seconds more; gives when they were."""
        time.sleep(max(0.0, self.time + behind - time.perf_counter()))
        return self.time
