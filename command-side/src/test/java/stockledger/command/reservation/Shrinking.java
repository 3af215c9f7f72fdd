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
            List<S> shorter = withoutChunks(shortest, chunk, fails);
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

    /** Leaves out each chunk without which the rest still fails. */
    private static <S> List<S> withoutChunks(List<S> failing, int chunk, Predicate<List<S>> fails) {
        List<S> shortest = failing;
        int from = 0;
        while (from < shortest.size()) {
            List<S> rest = new ArrayList<>(shortest.subList(0, from));
            rest.addAll(shortest.subList(Math.min(shortest.size(), from + chunk), shortest.size()));
            if (!rest.isEmpty() && fails.test(rest)) {
                shortest = rest;
            } else {
                from += chunk;
            }
        }
        return shortest;
    }
}
