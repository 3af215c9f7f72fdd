package stockledger.query;

import java.time.Instant;
import java.util.function.BiFunction;
import stockledger.query.projection.ProjectedEvent;

/** Folds events in a list, without a store. */
public final class Fold {

    public static final String ACTOR = "kim";

    private Fold() {}

    /** The view after these events, which occur one second apart, see {@link #time}. */
    public static <V> V of(V empty, BiFunction<V, ProjectedEvent, V> on, Object... payloads) {
        V view = empty;
        for (int i = 0; i < payloads.length; i++) {
            view = on.apply(view, event(payloads[i], i));
        }
        return view;
    }

    public static ProjectedEvent event(Object payload, long sequence) {
        return new ProjectedEvent(payload, "stream", sequence, time(sequence), ACTOR);
    }

    /** When the event of this number occurred. */
    public static Instant time(long number) {
        return Instant.EPOCH.plusSeconds(number);
    }
}
