"""What the model knows: word problems of one step, as in `demo/gsm8k.jsonl`.

Everything else it answers with tokens that mean nothing.
"""

import re
from collections.abc import Callable
from zlib import crc32

Operation = Callable[[int, int], int]

# The words that tell the operation, looked for in this order; any question has an empty word in it.
OPERATIONS: list[tuple[tuple[str, ...], Operation]] = [
    (("shared equally", "split equally", "divided equally"), lambda a, b: a // b),
    (("each", "every", "per "), lambda a, b: a * b),
    (("left", "remain", "fewer", "younger", "cheaper"), lambda a, b: abs(a - b)),
    (("",), lambda a, b: a + b),
]


def answer_words(prompt: str, wrong_answers: float) -> list[str] | None:
    """The words of the answer to the last question of a prompt, or None if it holds none.

    A share `wrong_answers` (0 to 1) of the questions is answered wrongly, always the same ones.
    """
    question = re.search(r"Question: ([^\n]*)\nAnswer:\s*$", prompt)
    if question is None:
        return None
    text = question[1].lower()
    numbers = [int(number.replace(",", "")) for number in re.findall(r"\d[\d,]*", text)]
    if len(numbers) != 2:
        return "I do not know.".split()
    result = next(
        operation(*numbers)
        for words, operation in OPERATIONS
        if any(word in text for word in words)
    )
    if crc32(text.encode()) % 1000 < wrong_answers * 1000:
        result += 1
    return f"The answer is {result} .".split()
