package stockledger.query;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BiFunction;
import stockledger.query.projection.ProjectedEvent;
import stockledger.query.sku.SkuState;

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

    /** The state of the SKU {@code mug} after these events, folded at once. */
    public static SkuState sku(Object... payloads) {
        List<ProjectedEvent> events = new ArrayList<>();
        for (int i = 0; i < payloads.length; i++) {
            events.add(event(payloads[i], i));
        }
        return SkuState.empty("mug").after(events);
    }

    public static ProjectedEvent event(Object payload, long sequence) {
        return new ProjectedEvent(payload, "stream", sequence, time(sequence), ACTOR);
    }

    /** When the event of this number occurred. */
    public static Instant time(long number) {
        return Instant.EPOCH.plusSeconds(number);
    }
}
