package stockledger.command.reservation;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import stockledger.command.dispatch.Outcome;
import stockledger.events.ConsistencyToken;

/** Collects the versions of the streams that one request read or changed, for its consistency token. */
final class TokenCollector {

    private final Map<String, Long> versions = new ConcurrentHashMap<>();

    void add(Outcome<?> outcome) {
        add(outcome.stream(), outcome.version());
    }

    void add(String stream, long version) {
        versions.merge(stream, version, Math::max);
    }

    ConsistencyToken token() {
        return new ConsistencyToken(versions);
    }
}
