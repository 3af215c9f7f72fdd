package stockledger.command.reservation;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import stockledger.command.dispatch.Outcome;
import stockledger.events.ConsistencyToken;

/** Collects how far each stream has come that one request touched. */
final class TokenCollector {

    private final Map<String, Long> versions = new ConcurrentHashMap<>();

    void by(Outcome<?> outcome) {
        by(outcome.stream(), outcome.version());
    }

    void by(String stream, long version) {
        versions.merge(stream, version, Math::max);
    }

    ConsistencyToken token() {
        return new ConsistencyToken(versions);
    }
}
