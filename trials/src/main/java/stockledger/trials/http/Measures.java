package stockledger.trials.http;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;

/** How many requests of each kind were accepted, refused, failed or repeated, and how long their answers took. */
public final class Measures {

    private final Map<RequestKind, Tally> tallies = new EnumMap<>(RequestKind.class);

    public Measures() {
        for (RequestKind kind : RequestKind.values()) {
            tallies.put(kind, new Tally());
        }
    }

    /** An answer that stands: accepted, an error of the service (5xx), or a refusal. */
    void answered(RequestKind kind, Answer answer) {
        tally(kind).answered(answer);
    }

    void seenInLedger(RequestKind kind) {
        tally(kind).seenInLedger();
    }

    /** No usable answer within patience. */
    void failed(RequestKind kind) {
        tally(kind).failed();
    }

    void repeated(RequestKind kind) {
        tally(kind).repeated();
    }

    /** One line for each kind that occurred, in the order of a day. */
    public List<Measure> all() {
        List<Measure> lines = new ArrayList<>();
        tallies.forEach((kind, tally) -> {
            Measure line = tally.measure(kind.label());
            if (line.requests() + line.retries() > 0) {
                lines.add(line);
            }
        });
        return List.copyOf(lines);
    }

    private Tally tally(RequestKind kind) {
        Tally tally = tallies.get(kind);
        if (tally == null) {
            throw new IllegalStateException("no tally for " + kind);
        }
        return tally;
    }
}
