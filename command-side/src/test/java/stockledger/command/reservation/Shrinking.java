package stockledger.command.reservation;

import java.util.ArrayList;
import java.util.List;
import java.util.function.Predicate;

/** Shortens a failing list: leaves out halves, then quarters, and so on to single steps, as long as it fails. */
final class Shrinking {

    private Shrinking() {}

    /** A sublist that still fails, but no longer fails without any one of its steps. */
    static <S> List<S> shrink(List<S> failing, Predicate<List<S>> fails) {
        List<S> shortest = failing;
        int chunk = Math.max(1, shortest.size() / 2);
        while (true) {
            List<S> shorter = withoutOne(shortest, chunk, fails);
            if (shorter.size() < shortest.size()) {
                shortest = shorter;
                chunk = Math.max(1, Math.min(chunk, shortest.size() / 2));
            } else if (chunk == 1) {
                return shortest;
            } else {
                chunk = chunk / 2;
            }
        }
    }

    private static <S> List<S> withoutOne(List<S> failing, int chunk, Predicate<List<S>> fails) {
        for (int from = 0; from < failing.size(); from += chunk) {
            List<S> rest = new ArrayList<>(failing.subList(0, from));
            rest.addAll(failing.subList(Math.min(failing.size(), from + chunk), failing.size()));
            if (!rest.isEmpty() && fails.test(rest)) {
                return rest;
            }
        }
        return failing;
    }
}
