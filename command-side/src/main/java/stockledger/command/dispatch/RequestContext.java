package stockledger.command.dispatch;

import io.opentelemetry.context.Context;
import java.time.Instant;
import java.util.Map;
import java.util.function.Function;
import java.util.function.Supplier;
import org.axonframework.messaging.MetaData;
import org.jspecify.annotations.Nullable;
import stockledger.events.Provenance;

/**
 * The caller and the request of the current thread. It becomes metadata of every event.
 *
 * @param actor name of the caller
 * @param correlationId of the request or job
 * @param key the request's idempotency key; null when it has none
 * @param acceptedAt when the work was accepted that is executed now; null for work that its caller waits for
 * @param deadline of the answer; null for work whose caller does not wait
 * @param reason that the caller gave for an action of an operator; null for none
 */
public record RequestContext(
        String actor,
        String correlationId,
        @Nullable IdempotencyKey key,
        @Nullable Instant acceptedAt,
        @Nullable Deadline deadline,
        @Nullable String reason) {

    /** The actor of background work, such as expiring a hold. */
    public static final String SERVICE = "stockledger";

    /** The actor of a caller that gives no name. */
    public static final String ANONYMOUS = "anonymous";

    private static final ThreadLocal<RequestContext> CURRENT = new ThreadLocal<>();

    public RequestContext(String actor, String correlationId) {
        this(actor, correlationId, null, null, null, null);
    }

    /** The same context, of a request that must be answered in time. */
    public RequestContext withDeadline(Deadline end) {
        return new RequestContext(actor, correlationId, key, acceptedAt, end, reason);
    }

    /** The same context, of work that was accepted earlier. */
    public RequestContext withAcceptedAt(Instant accepted) {
        return new RequestContext(actor, correlationId, key, accepted, deadline, reason);
    }

    /** The context of this thread; null outside of requests and jobs. */
    public static @Nullable RequestContext current() {
        return CURRENT.get();
    }

    /** The idempotency key of this thread's request; null when it has none. */
    public static @Nullable IdempotencyKey currentKey() {
        RequestContext context = CURRENT.get();
        return context == null ? null : context.key();
    }

    static @Nullable Instant currentAcceptedAt() {
        RequestContext context = CURRENT.get();
        return context == null ? null : context.acceptedAt();
    }

    static @Nullable Deadline currentDeadline() {
        RequestContext context = CURRENT.get();
        return context == null ? null : context.deadline();
    }

    static void markUsed() {
        IdempotencyKey key = currentKey();
        if (key != null) {
            key.markUsed();
        }
    }

    static void markReplayed() {
        IdempotencyKey key = currentKey();
        if (key != null) {
            key.markReplayed();
        }
    }

    /** Restores the previous context when it is closed. */
    public interface Scope extends AutoCloseable {
        @Override
        void close();
    }

    /** Sets the idempotency key of this thread's request until the scope is closed. */
    public static Scope withKey(IdempotencyKey key) {
        RequestContext before = CURRENT.get();
        CURRENT.set(
                before == null
                        ? new RequestContext(SERVICE, key.key(), key, null, null, null)
                        : new RequestContext(
                                before.actor(),
                                before.correlationId(),
                                key,
                                before.acceptedAt(),
                                before.deadline(),
                                before.reason()));
        return () -> restore(before);
    }

    /** Sets the reason of this thread's request until the scope is closed. */
    public static Scope withReason(@Nullable String reason) {
        RequestContext before = CURRENT.get();
        if (before != null) {
            CURRENT.set(new RequestContext(
                    before.actor(),
                    before.correlationId(),
                    before.key(),
                    before.acceptedAt(),
                    before.deadline(),
                    reason));
        }
        return () -> restore(before);
    }

    private static void restore(@Nullable RequestContext before) {
        if (before == null) {
            CURRENT.remove();
        } else {
            CURRENT.set(before);
        }
    }

    /** Runs work in this context. */
    public <T> T during(Supplier<T> work) {
        RequestContext before = CURRENT.get();
        CURRENT.set(this);
        try {
            return work.get();
        } finally {
            restore(before);
        }
    }

    /** The same work in the current context and trace, on any thread. */
    public static <T> Supplier<T> wrap(Supplier<T> work) {
        Supplier<T> traced = Context.current().wrapSupplier(work);
        RequestContext context = CURRENT.get();
        return context == null ? traced : () -> context.during(traced);
    }

    /** The same function in the current context and trace, on any thread. */
    public static <A, T> Function<A, T> wrap(Function<A, T> work) {
        Function<A, T> traced = Context.current().wrapFunction(work);
        RequestContext context = CURRENT.get();
        return context == null ? traced : on -> context.during(() -> traced.apply(on));
    }

    static MetaData metaData() {
        RequestContext context = CURRENT.get();
        if (context == null) {
            return MetaData.with(Provenance.ACTOR, SERVICE);
        }
        MetaData metaData = MetaData.from(
                Map.of(Provenance.ACTOR, context.actor(), Provenance.CORRELATION_ID, context.correlationId()));
        if (context.reason() != null) {
            metaData = metaData.and(Provenance.REASON, context.reason());
        }
        return context.key() == null ? metaData : context.key().in(metaData);
    }
}
