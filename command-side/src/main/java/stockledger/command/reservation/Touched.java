package stockledger.command.reservation;

import java.util.HashMap;
import java.util.Map;
import stockledger.command.dispatch.Outcome;
import stockledger.events.ConsistencyToken;

/** Collects how far each stream has come that one request touched. Not for several threads. */
final class Touched {

    private final Map<String, Long> versions = new HashMap<>();

    void by(Outcome<?> outcome) {
        versions.merge(outcome.stream(), outcome.version(), Math::max);
    }

    ConsistencyToken token() {
        return new ConsistencyToken(versions);
    }
}
