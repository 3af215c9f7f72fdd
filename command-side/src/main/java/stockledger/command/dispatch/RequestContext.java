package stockledger.command.dispatch;

import io.opentelemetry.context.Context;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;
import stockledger.events.Provenance;

/**
 * On whose behalf this thread works; it is written into every event that follows.
 *
 * @param actor who asked
 * @param correlationId the request or job it belongs to
 * @param keyed the key that the caller gave the request; null when it gave none
 */
public record RequestContext(
        String actor, String correlationId, @Nullable IdempotencyKey keyed) {

    /** What the service itself does, such as taking back an expired hold. */
    public static final String SERVICE = "stockledger";

    private static final ThreadLocal<RequestContext> CURRENT = new ThreadLocal<>();

    /** A caller whose request has no key. */
    public RequestContext(String actor, String correlationId) {
        this(actor, correlationId, null);
    }

    /** Who this thread works for; null when nobody asked. */
    public static @Nullable RequestContext current() {
        return CURRENT.get();
    }

    /** The key of the request that this thread works on; null when it has none. */
    public static @Nullable IdempotencyKey currentKey() {
        RequestContext caller = CURRENT.get();
        return caller == null ? null : caller.keyed();
    }

    static void heardBefore() {
        IdempotencyKey keyed = currentKey();
        if (keyed != null) {
            keyed.heardBefore();
        }
    }

    /** Ends what was begun for it. */
    public interface Scope extends AutoCloseable {
        @Override
        void close();
    }

    /** From here to the end of the scope, what this thread does belongs to a request with this key. */
    public static Scope keyed(IdempotencyKey keyed) {
        RequestContext before = CURRENT.get();
        CURRENT.set(
                before == null
                        ? new RequestContext(SERVICE, keyed.key(), keyed)
                        : new RequestContext(before.actor(), before.correlationId(), keyed));
        return () -> restore(before);
    }

    private static void restore(@Nullable RequestContext before) {
        if (before == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(before);
        }
    }

    /** Does something on behalf of this caller. */
    public <T> T during(Supplier<T> work) {
        RequestContext before = CURRENT.get();
        CURRENT.set(this);
        try {
            return work.get();
        } finally {
            restore(before);
        }
    }

    /** The same work, on behalf of whoever this thread works for and in the same trace, wherever it is done. */
    public static <T> Supplier<T> handOver(Supplier<T> work) {
        Supplier<T> traced = Context.current().wrapSupplier(work);
        RequestContext caller = CURRENT.get();
        return caller == null ? traced : () -> caller.during(traced);
    }

    /** The same for work that is told what to work on. */
    public static <A, T> Function<A, T> handOver(Function<A, T> work) {
        Function<A, T> traced = Context.current().wrapFunction(work);
        RequestContext caller = CURRENT.get();
        return caller == null ? traced : on -> caller.during(() -> traced.apply(on));
    }

    static MetaData metaData() {
        RequestContext caller = CURRENT.get();
        if (caller == null) {
            return MetaData.with(Provenance.ACTOR, SERVICE);
        }
        MetaData facts = MetaData.from(
                Map.of(Provenance.ACTOR, caller.actor(), Provenance.CORRELATION_ID, caller.correlationId()));
        return caller.keyed() == null ? facts : caller.keyed().in(facts);
    }
}
