package stockledger.query.sku;

import java.util.ArrayList;
import java.util.List;
import stockledger.query.projection.ProjectedEvent;

/**
 * What a prefix of one of a SKU's two streams says: no member of a {@link SkuState} depends on the order in which events of
 * different streams were folded.
 *
 * @param events length of the prefix
 */
record StreamState(String stream, long events, SkuState state, StockOrigins origins) {

    static StreamState empty(String sku, String stream) {
        return new StreamState(stream, 0, SkuState.empty(sku), StockOrigins.NONE);
    }

    /** Sequence number of the last event; -1 for none. */
    long version() {
        return events - 1;
    }

    /** Folds further events, which may be too many for the memory at once. */
    static final class Fold {

        /** Each event may have a megabyte. */
        private static final int MAX_HELD = 16;

        private final String stream;
        private final OriginsFold origins;
        private final List<ProjectedEvent> next = new ArrayList<>(MAX_HELD);
        private SkuState state;
        private long events;

        Fold(StreamState before) {
            stream = before.stream();
            state = before.state();
            origins = new OriginsFold(before.origins());
            events = before.events();
        }

        /** @param hasEffect false for an event that an operator has discarded */
        void add(ProjectedEvent event, boolean hasEffect) {
            if (hasEffect) {
                next.add(event);
                origins.on(event);
            }
            events = event.sequence() + 1;
            if (next.size() >= MAX_HELD) {
                fold();
            }
        }

        long events() {
            return events;
        }

        StreamState result() {
            fold();
            return new StreamState(stream, events, state, origins.origins(state.inbound()));
        }

        private void fold() {
            if (!next.isEmpty()) {
                state = state.after(next);
                next.clear();
            }
        }
    }
}
