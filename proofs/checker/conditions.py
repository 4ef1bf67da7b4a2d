"""Conditions of claims: every status is proved again, and what is shown beside it checked (docs/claim-language.md)."""

import re
from fractions import Fraction
from math import inf

import language
from decimals import huge, read, require_printed
from intervals import Interval, Undecided, Undefined, precision
from language import conjunction, disjunction, divide, enclosure, names, relate, show, sign
from problem import require

UNDECIDED = "neither established nor refuted"
UPPER, LOWER = ("<", "<="), (">", ">=")
LAST_SAMPLE = 16  # samples of a statement over time: A, A + 1, A + 2, A + 4, ..., A + 2^16 and the end
WORK = 4000  # blocks that are tried before a statement over time is given up
TOLERANCE = Fraction(1, 10**5)  # of the least relative margin


class Shown:
    """What a condition comes to: its status, the comparison shown (relation and both values, None where there is none), the step
    `at`, the note, and for a conjunction its members."""

    def __init__(self, status, relation=None, left=None, right=None, at=None, note=None, parts=None, tree=None):
        self.status, self.relation, self.left, self.right = status, relation, left, right
        self.at, self.note, self.parts, self.tree = at, note, parts, tree

    def margin(self):
        """|left - right|/max(|left|, |right|) (rounded where irrational, so that equal ones tie), None without two finite sides."""
        if self.left is None or self.right is None:
            return None
        return margin(self.left, self.right)


def short(value):
    return "an exact number" if value.numerator.bit_length() + value.denominator.bit_length() > 400 else str(value)


def margin(x, y):
    if any(isinstance(v, float) for v in (x, y)):
        return None
    if isinstance(x, Fraction) and isinstance(y, Fraction):
        return abs(x - y) / max(abs(x), abs(y)) if x or y else Fraction(0)
    a, b = enclosure(x), enclosure(y)
    size = max(a.magnitude().upper, b.magnitude().upper)
    if not size:
        return Fraction(0)
    if size == inf:
        return None
    difference = abs(a - b)
    return Fraction(int((difference.lower + difference.upper) / 2 / size * 2**50 + Fraction(1, 2)), 2**50)


class Judge:
    """Checks the conditions of one certificate. `theory` has `value(name, arguments, level)` and `levels`, a list of precisions to
    try; `wide` maps names of wide quantities to their printed intervals; `horizon` is that of the spec or None."""

    def __init__(self, theory, wide, horizon):
        self.theory, self.wide, self.horizon = theory, wide, horizon
        self.reached = False  # set where a statement is certified up to the horizon only

    # ---- the two scopes: what the checker knows, and what follows from the wide quantities as printed

    def scope(self, level):
        return language.Scope(lambda name, arguments: self.theory.value(name, arguments, level))

    def loose_scope(self, level):
        def value(name, arguments):
            if name in self.wide and not arguments:
                return self.wide[name]
            return self.theory.value(name, arguments, level)

        return language.Scope(value)

    def touches_wide(self, tree):
        return any(name in self.wide for name in names(tree))

    # ---- a condition against its record

    def status(self, text, record, where):
        """Proves the record of the statement; returns its status."""
        tree = language.parse(text)
        require(record.get("statement") == language.one_line(text), f"{where}: the statement is not that of the claim")
        for level in self.theory.levels:
            with precision(level):
                shown = self.evaluate(tree, record, level, where)
                if shown.status == record.get("status") or record.get("status") == "undecided":
                    if shown.status != record["status"]:
                        self.require_loose(tree, record, level, where, shown.status)
                        shown.status, shown.note = "undecided", UNDECIDED
                    self.match(shown, record, level, where)
                    return record["status"]
                if shown.status != "undecided":
                    break
        require(False, f"{where}: status {record.get('status')}, but the statement is found to be: {shown.status}")

    def holds(self, text):
        """Whether a statement without record (of a flag) is established."""
        tree = language.parse(text)
        for level in self.theory.levels:
            with precision(level):
                scope = self.loose_scope(level) if self.touches_wide(tree) else self.scope(level)
                found = scope.truth(tree)
            if found != "undecided":
                break
        return found == "holds"

    def require_loose(self, tree, record, level, where, found):
        """`undecided` is also right where the wide quantities, as printed, leave the statement open."""
        open_ = self.touches_wide(tree) and tree[0] != "forall"
        if open_:
            open_ = self.loose_scope(level).truth(tree) == "undecided"
        require(open_, f"{where}: status undecided, but the statement is found to be: {found}")

    def match(self, shown, record, level, where):
        """Everything that the record shows beside the status."""
        keys = {"statement", "status"}
        for key, value in (("relation", shown.relation), ("at", shown.at), ("note", shown.note)):
            require(record.get(key) == value, f"{where}: {key} is {record.get(key)!r}, not {value!r}")
            keys |= {key} if value is not None else set()
        for key, value in (("left", shown.left), ("right", shown.right)):
            if value is None:
                require(key not in record, f"{where}: {key} is shown, but has no value")
                continue
            require(key in record, f"{where}: {key} is not shown")
            self.side(record[key], value, self.side_tree(shown, key), shown, level, f"{where}.{key}")
            keys.add(key)
        tightness = self.tightness(shown)
        require((tightness is None) == ("tightness" not in record), f"{where}: tightness is shown or missing without reason")
        if tightness is not None:
            tree = ("+", shown.tree[2], shown.tree[3]) if shown.tree else None
            self.side(record["tightness"], tightness, tree, shown, level, f"{where}.tightness", "tightness")
            keys.add("tightness")
        if shown.parts is not None:
            keys.add("parts")
            require(isinstance(record.get("parts"), list) and len(record["parts"]) == len(shown.parts), f"{where}: parts differ")
            for i, (part, inner) in enumerate(zip(shown.parts, record["parts"])):
                at = f"{where}.parts[{i}]"
                require(isinstance(inner, dict), f"{at}: an object is expected")
                require(inner.get("statement") == show(part.statement), f"{at}: statement is not {show(part.statement)!r}")
                require(inner.get("status") == part.status, f"{at}: status is not {part.status}")
                self.match(part, inner, level, at)
        require("parts" not in record or shown.parts is not None, f"{where}: parts of what is no conjunction")
        extra = set(record) - keys - {"id", "probability"}
        require(not extra, f"{where}: unknown field {', '.join(sorted(extra))}")

    @staticmethod
    def side_tree(shown, key):
        return None if shown.tree is None else shown.tree[2 if key == "left" else 3]

    @staticmethod
    def tightness(shown):
        """right/left for upper bounds, left/right for lower ones."""
        x, y = shown.left, shown.right
        if x is None or y is None or shown.relation not in UPPER + LOWER:
            return None
        if any(isinstance(v, float) or sign(v) != 1 or not enclosure(v).is_finite or huge(enclosure(v)) for v in (x, y)):
            return None
        return divide(y, x) if shown.relation in UPPER else divide(x, y)

    def side(self, record, value, tree, shown, level, where, which=None):
        """The record is the print of a value."""
        value = language.simplified(value)
        if isinstance(value, Fraction):
            _, _, exact = read(record, where)
            require(exact == value, f"{where}: {str(record)[:200]} is claimed where {short(value)} is right")
            return
        if isinstance(value, float):
            lower, upper, exact = read(record, where)
            require(lower == upper == value and exact is None, f"{where}: {record} is claimed where {value} is right")
            return
        loose = None
        if tree is not None and self.touches_wide(tree):
            scope = self.loose_scope(level)
            if shown.at is not None:
                scope = scope.at(shown.variable, Fraction(shown.at))
            try:
                if which == "tightness":
                    x, y = scope.value(shown.tree[2]), scope.value(shown.tree[3])
                    loose = enclosure(divide(y, x) if shown.relation in UPPER else divide(x, y))
                else:
                    loose = enclosure(scope.value(tree))
            except (Undefined, Undecided):
                loose = Interval.of(-inf, inf)
        require_printed(record, enclosure(value), where, loose)

    # ---- evaluation

    def evaluate(self, tree, record, level, where):
        scope, kind = self.scope(level), tree[0]
        if kind == "forall":
            return self.over_time(tree, record, level, where)
        shown = self.plain(tree, scope, record, level, where)
        if kind == "and":
            for part, inner in zip(shown.parts, tree[1]):
                part.statement = inner
        return shown

    def plain(self, tree, scope, record, level, where):
        """The outcome of a statement at one point; `record` only says where to look for steps in a forall."""
        kind = tree[0]
        if kind == "forall":
            return self.over_time(tree, record if isinstance(record, dict) else {}, level, where)
        if kind == "compare":
            return self.comparison(tree, scope)
        if kind == "not":
            shown = self.plain(tree[1], scope, record, level, where)
            shown.status, shown.parts = language.NEGATION[shown.status], None
            shown.note = shown.note if shown.status in ("undecided", "undefined") else None
            return shown
        if kind == "implies":
            first = self.plain(tree[1], scope, record, level, where)
            shown = self.plain(tree[2], scope, record, level, where)
            members, status = [first, shown], disjunction((language.NEGATION[first.status], shown.status))
            return self.combined(status, shown, members)
        inner = record.get("parts") if isinstance(record, dict) else None
        hints = inner if isinstance(inner, list) and len(inner) == len(tree[1]) else [record] * len(tree[1])
        members = [self.plain(p, scope, h, level, where) for p, h in zip(tree[1], hints)]
        if kind == "and":
            status = conjunction(m.status for m in members)
            if status == "holds":
                best = self.least(members)
            else:
                best = next(m for m in members if m.status == status)
            shown = self.combined(status, best, members)
            for m in members:
                m.parts = None
            shown.parts = members
            return shown
        status = disjunction(m.status for m in members)
        best = next((m for m in members if m.status == "holds"), None) if status == "holds" else self.least(members)
        return self.combined(status, best, members)

    @staticmethod
    def least(members):
        """The member of least relative margin; the first of several; one without sides counts last."""
        best = None
        for m in members:
            if best is None or best.margin() is None or (m.margin() is not None and m.margin() < best.margin()):
                best = m if best is None or m.margin() is not None else best
        return best

    @staticmethod
    def combined(status, best, members):
        note = None
        if status in ("undecided", "undefined"):
            note = next((m.note for m in members if m.status == status and m.note), UNDECIDED)
        elif best.status == status:
            note = best.note
        elif best.note and best.note.startswith("false at"):
            note = best.note
        shown = Shown(status, best.relation, best.left, best.right, best.at, note, None, best.tree)
        shown.variable = getattr(best, "variable", None)
        return shown

    def comparison(self, tree, scope):
        values, notes, undefined = [], [], False
        for side in tree[2:4]:
            try:
                values.append(scope.value(side))
            except Undefined as e:
                values.append(None)
                notes.append(str(e))
                undefined = True
            except Undecided:
                values.append(None)
        if undefined:
            status, note = "undefined", notes[0]
        else:
            outcome = None if None in values else relate(tree[1], *values)
            status = {True: "holds", False: "fails", None: "undecided"}[outcome]
            note = UNDECIDED if outcome is None else None
        shown = Shown(status, tree[1], values[0], values[1], None, note, None, tree)
        shown.variable = scope.variable
        return shown

    # ---- statements over time

    def over_time(self, tree, record, level, where):
        _, variable, first, last, body = tree
        if body[0] == "and":
            inner = record.get("parts") if isinstance(record.get("parts"), list) else []
            hints = inner if len(inner) == len(body[1]) else [{}] * len(body[1])
            members = [self.over_time(tree[:4] + (p,), h, level, where) for p, h in zip(body[1], hints)]
            status = conjunction(m.status for m in members)
            best = self.least(members) if status == "holds" else next(m for m in members if m.status == status)
            shown = self.combined(status, best, members)
            for m, p in zip(members, body[1]):
                m.statement, m.parts = tree[:4] + (p,), None
            shown.parts = members
            return shown
        scope = self.scope(level)
        try:
            a, b = scope.value(first), scope.value(last)
        except Undefined as e:
            return Shown("undefined", note=str(e))
        except Undecided:
            a = b = None
        ends = self.range(a, b)
        if ends is None:
            return self.open_range(variable, body, record, scope, a)
        a, b = ends
        if a > b:
            return Shown("holds")
        if body[0] == "implies" and self.is_bound(body[2], variable) and a == 0 and b == inf:
            return self.extreme_step(variable, body, record, scope)
        return self.blocks(variable, a, b, body, record, scope, level)

    @staticmethod
    def range(a, b):
        """The first and last step of a range of values, or None where they are not known."""
        if a is None or b is None:
            return None
        low, high = language.unary("ceil", a), language.unary("floor", b)
        if not all(isinstance(x, (Fraction, float)) for x in (low, high)):
            return None
        return (inf if low == inf else max(0, int(low)) if low != -inf else 0), (high if isinstance(high, float) else int(high))

    def open_range(self, variable, body, record, scope, a):
        """A range that is not known: at most a counterexample could be shown, and `undecided` is all that is accepted."""
        if "at" not in record:
            return Shown("undecided", note=UNDECIDED)
        shown = self.at_step(variable, body, scope, record["at"])
        shown.status, shown.note = "undecided", UNDECIDED
        return shown

    @staticmethod
    def is_bound(tree, variable):
        return tree[0] == "compare" and tree[1] != "=" and tree[2] == ("name", variable, []) and variable not in names(tree[3])

    def at_step(self, variable, body, scope, text):
        require(isinstance(text, str) and text.isdigit() and str(int(text)) == text, f"at: {text!r} is no step")
        shown = self.plain(body, scope.at(variable, Fraction(int(text))), None, None, "")
        shown.at, shown.variable, shown.parts = text, variable, None
        if self.has_or(body):
            shown.relation = shown.left = shown.right = shown.tree = None
        return shown

    @staticmethod
    def has_or(body):
        while body[0] in ("not", "implies"):
            body = body[-1]
        return body[0] != "compare"

    def truth(self, variable, body, scope):
        """The statement as a function of blocks: a status for all steps from s to e at once."""

        def status(s, e):
            step = Fraction(s) if s == e else Interval.of(s, e)
            try:
                result = scope.at(variable, step).truth(body)
            except ArithmeticError:
                return "undecided"
            return "undecided" if result == "undefined" and s != e else result

        return status

    @staticmethod
    def always(status, a, b):
        """(True, None) where the status holds at every step from a to b, (False, s) where it fails at s, else (None, s)."""
        position, size, work, tail = a, 1, 0, -1
        while position <= b:
            work += 1
            if work > WORK:
                return None, position
            if b == inf and (tail < 0 or position >= 2 * tail):
                tail = max(position, 1)
                if status(position, inf) == "holds":
                    return True, None
            end = position + size - 1 if b == inf else min(b, position + size - 1)
            result = status(position, end)
            if result == "holds":
                position, size = end + 1, 2 * size
            elif position == end:
                return (False, position) if result == "fails" else (None, position)
            else:
                size = max(1, (end - position + 1) // 2)
        return True, None

    def extreme_step(self, variable, body, record, scope):
        """G(t) implies t <= K: the last (first) step T at which G holds, compared with K. The record says which T to prove."""
        _, given, (_, relation, _, bound) = body
        status, left = self.truth(variable, given, scope), record.get("left")
        tree = ("compare", relation, ("name", variable, []), bound)
        not_given = lambda s, e: language.NEGATION[status(s, e)]
        step = None
        if isinstance(left, dict):
            lower, upper, _ = read(left, "left")
            step = lower if lower == upper else None
        is_last = relation in UPPER
        proved = False
        if step is None and left is not None:  # a bracket: right where no step of it is found
            return self.open_extreme(relation, bound, lower, upper, scope, tree, variable)
        if step is not None and not isinstance(step, float) and step.denominator == 1 and step >= 0:
            s = int(step)
            rest = self.always(not_given, s + 1, inf) if is_last else self.always(not_given, 0, s - 1)
            proved = status(s, s) == "holds" and rest[0]
            step = Fraction(s)
        elif step == (-inf if is_last else inf):
            proved = self.always(not_given, 0, inf)[0]
        elif step == inf:  # no last step: G holds from some step on
            proved = any(status(2**k, inf) == "holds" for k in range(40))
        shown = Shown("undecided", relation, None, None, None, UNDECIDED, None, tree)
        shown.variable = variable
        try:
            shown.right = scope.value(bound)
        except Undefined as e:
            shown.status, shown.note = "undefined", str(e)
        except Undecided:
            pass
        if proved:
            shown.left = step
            if isinstance(step, Fraction):
                shown.at = str(step)
            if step == (-inf if is_last else inf):
                shown.status, shown.note = "holds", None  # there is no step to speak of
            elif shown.right is not None:
                outcome = relate(relation, step, shown.right)
                shown.status = {True: "holds", False: "fails", None: "undecided"}[outcome]
                shown.note = UNDECIDED if outcome is None else None
        elif shown.status == "undefined" and left is not None:
            require(False, f"the step {left} of a statement over time is not established")
        if shown.status == "undecided" and self.horizon is not None and self.always(not_given, 0, self.horizon)[0]:
            # G holds nowhere up to the horizon; what is shown is the empty case
            shown.status, shown.left, shown.at = "holds", (-inf if is_last else inf), None
            shown.note, self.reached = f"certified up to t = {self.horizon}", True
        return shown

    @staticmethod
    def open_extreme(relation, bound, lower, upper, scope, tree, variable):
        shown = Shown("undecided", relation, Interval.of(lower, upper), None, None, UNDECIDED, None, tree)
        shown.variable = variable
        try:
            shown.right = scope.value(bound)
        except ArithmeticError:
            pass
        return shown

    def samples(self, a, b):
        steps = [a] + [a + 2**k for k in range(LAST_SAMPLE + 1)]
        return [s for s in steps if s <= b] + ([b] if b != inf and b not in steps else [])

    def candidates(self, a, b):
        """Where a counterexample is looked for first: A, A + 1, A + 2, A + 4, ... up to the end or the horizon."""
        b = min(b, self.horizon) if self.horizon is not None else b
        return [s for s in [a] + [a + 2**k for k in range(59)] if s <= b]

    def blocks(self, variable, a, b, body, record, scope, level):
        """Any other statement: proved over blocks of steps, a counterexample proved where the record says."""
        status = self.truth(variable, body, scope)
        claimed, at = record.get("status"), record.get("at")
        if claimed == "fails" and at is not None:
            shown = self.at_step(variable, body, scope, at)
            step = int(at)
            require(a <= step <= b, f"step {at} is outside the range of the statement")
            tried = self.candidates(a, b)
            earlier = [s for s in tried if s < step] if step in tried else tried
            if shown.status == "fails" and all(status(s, s) != "fails" for s in earlier):
                shown.note = f"false at t = {at}"
                return shown
        for s in self.candidates(a, b):
            if status(s, s) == "fails":
                shown = self.at_step(variable, body, scope, str(s))
                shown.note = f"false at t = {s}"
                return shown
        undefined = re.fullmatch(r"at t = (\d+): .*", str(record.get("note")))
        if claimed == "undefined" and undefined and a <= int(undefined[1]) <= b:
            shown = self.at_step(variable, body, scope, undefined[1])
            if shown.status == "undefined":
                return Shown("undefined", note=f"at t = {undefined[1]}: {shown.note}")
        holds, where = self.ratio(variable, a, b, body, scope, status, level), None
        note = None
        if not holds:
            holds, where = self.always(status, a, b)
            if holds is False:
                shown = self.at_step(variable, body, scope, str(where))
                shown.note = f"false at t = {where}"
                return shown
            if holds is None and self.horizon is not None and self.always(status, a, min(b, self.horizon))[0]:
                holds, note, b = True, f"certified up to t = {self.horizon}", min(b, self.horizon)
                self.reached = True
        shown = self.closest(variable, a, b, body, record, scope)
        shown.status = "holds" if holds else "undecided"
        shown.note = note if holds else UNDECIDED
        return shown

    def closest(self, variable, a, b, body, record, scope):
        """The comparison at the step that the record names, if its margin is the least of the samples up to the tolerance."""
        if self.has_or(body):
            return Shown("holds")
        best, chosen = None, None
        for s in self.samples(a, b):
            inner = scope.at(variable, Fraction(s))
            condition = body
            while condition[0] in ("not", "implies"):
                if condition[0] == "implies" and inner.truth(condition[1]) == "fails":
                    break
                condition = condition[-1]
            if condition[0] != "compare":
                continue
            shown = self.comparison(condition, inner)
            m = shown.margin() if shown.status in ("holds", "fails") else None
            if m is None:
                continue
            shown.at = str(s)
            best = m if best is None else min(best, m)
            if shown.at == record.get("at"):
                chosen = (m, shown)
        if chosen is None and (best is None or record.get("status") == "undecided" and "at" not in record):
            return Shown("holds")
        require(chosen is not None, f"at: the comparison is shown at t = {record.get('at')}, which is no sample")
        require(chosen[0] <= best + TOLERANCE * max(best, TOLERANCE), f"at: the margin at t = {record['at']} is not the least")
        return chosen[1]

    def ratio(self, variable, a, b, body, scope, status, level):
        """f(t) against c*g^(kt), where both decay to zero: True if the theory settles all steps from some sample on."""
        settle = getattr(self.theory, "ratio", None)
        if b != inf or body[0] != "compare" or settle is None:
            return False
        for s in self.samples(a, b):
            if settle(variable, body, s, scope, level):
                return s == a or self.always(status, a, s - 1)[0] is True
        return False

