package stockledger.command.dispatch;

import java.util.Map;
import java.util.function.Supplier;
import org.axonframework.messaging.MetaData;
import stockledger.events.Provenance;

/**
 * On whose behalf this thread works; it is written into every event that follows.
 *
 * @param actor who asked
 * @param correlationId the request or job it belongs to
 */
public record Caller(String actor, String correlationId) {

    /** What the service itself does, such as taking back an expired hold. */
    public static final String SERVICE = "stockledger";

    private static final ThreadLocal<Caller> CURRENT = new ThreadLocal<>();

    /** Does something on behalf of this caller. */
    public <T> T during(Supplier<T> work) {
        Caller before = CURRENT.get();
        CURRENT.set(this);
        try {
            return work.get();
        } finally {
            if (before == null) {
                CURRENT.remove();
            } else {
                CURRENT.set(before);
            }
        }
    }

    /** The same work, on behalf of whoever this thread works for, wherever it is done. */
    public static <T> Supplier<T> handOver(Supplier<T> work) {
        Caller caller = CURRENT.get();
        return caller == null ? work : () -> caller.during(work);
    }

    static MetaData metaData() {
        Caller caller = CURRENT.get();
        return caller == null
                ? MetaData.with(Provenance.ACTOR, SERVICE)
                : MetaData.from(
                        Map.of(Provenance.ACTOR, caller.actor(), Provenance.CORRELATION_ID, caller.correlationId()));
    }
}
