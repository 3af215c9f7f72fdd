package stockledger.query.sku;

import java.time.Instant;
import org.jspecify.annotations.Nullable;
import stockledger.events.stock.StockEvent;
import stockledger.query.projection.History;
import stockledger.query.projection.ProjectedEvent;

/**
 * Folds the stock stream of a SKU into a time series. A range of few events is folded event by event. Of a range of many, the
 * checkpoints are points, so that the work is bounded however many events there are: a range within it shows more of them.
 */
final class TimeSeriesReader {

    /** Events that one query folds, plus those beside the checkpoints at the ends of the range. */
    static final int MAX_EVENTS = 2 * Checkpoints.INTERVAL;

    /** Checkpoints that one query reads. */
    static final int MAX_CHECKPOINTS = 100;

    private final Checkpoints checkpoints;
    private final History events;
    private final String sku;
    private final String stream;
    private final @Nullable String location;
    private final StockTimeSeries.Builder series;

    /**
     * @param location whose numbers; null for those of all
     */
    TimeSeriesReader(
            Checkpoints checkpoints,
            History events,
            String sku,
            String stream,
            @Nullable String location,
            int maxPoints) {
        this.checkpoints = checkpoints;
        this.events = events;
        this.sku = sku;
        this.stream = stream;
        this.location = location;
        this.series = new StockTimeSeries.Builder(maxPoints);
    }

    /**
     * The numbers from one instant to another.
     *
     * @param stored events of the stream that are known to be stored
     * @param from null for the first event
     */
    StockTimeSeries read(long stored, @Nullable Instant from, Instant until) {
        StreamState before = from == null
                ? StreamState.empty(sku, stream)
                : checkpoints.last(sku, stream, stored, from.minusNanos(1));
        StreamState last = checkpoints.last(sku, stream, stored, until);
        Fold fold = new Fold(before, from);
        if (last.events() - before.events() > MAX_EVENTS) {
            fold.upTo(from);
            addCheckpoints(fold, last);
            fold = new Fold(last, from);
        }
        fold.upTo(until);
        fold.addBegin();
        return series.build();
    }

    /** Those behind what is folded. */
    private void addCheckpoints(Fold begun, StreamState last) {
        begun.addBegin();
        long first = begun.events / Checkpoints.INTERVAL + 1;
        long end = last.events() / Checkpoints.INTERVAL;
        long step = (end - first) / MAX_CHECKPOINTS + 1;
        long folded = begun.events;
        for (long number = end - (end - first) / step * step; number <= end; number += step) {
            StreamState state = number == end ? last : checkpoints.read(sku, stream, number);
            Instant at = state == null ? null : state.state().asOf();
            // One that is missing is of an earlier version: the next one has its events.
            if (state != null && at != null) {
                StockNumbers numbers =
                        new StockFold(state.state().stock(), state.state().inbound()).numbers(location);
                series.add(new StockTimeSeries.Point(at, numbers, null, null, state.events() - folded));
                folded = state.events();
            }
        }
    }

    /** Folds the events from a state on, and adds a point for each that happened in the range. */
    private final class Fold {

        private final @Nullable Instant from;
        private final StockFold stock;
        private long events;
        private @Nullable Instant newest;
        private boolean begun;
        private StockNumbers numbers;

        Fold(StreamState before, @Nullable Instant from) {
            this.from = from;
            this.stock = new StockFold(before.state().stock(), before.state().inbound());
            this.numbers = stock.numbers(location);
            this.events = before.events();
            this.newest = before.state().asOf();
            this.begun = from == null || newest != null && !newest.isBefore(from);
        }

        /** Up to the first event that happened later; null for none. */
        void upTo(@Nullable Instant until) {
            if (until == null) {
                return;
            }
            TimeSeriesReader.this.events.read(SkuProjection.NAME, stream, events, (event, hasEffect) -> {
                boolean included = !event.at().isAfter(until);
                if (included) {
                    add(event, hasEffect);
                }
                return included;
            });
        }

        private void add(ProjectedEvent event, boolean hasEffect) {
            Instant at = newest == null || event.at().isAfter(newest) ? event.at() : newest;
            boolean isInRange = from == null || !at.isBefore(from);
            if (isInRange) {
                addBegin();
            }
            newest = at;
            events = event.sequence() + 1;
            if (hasEffect && event.payload() instanceof StockEvent change) {
                stock.on(change, event);
                StockNumbers before = numbers;
                numbers = stock.numbers(location);
                // Events of other locations are left out.
                if (isInRange && (location == null || !numbers.equals(before))) {
                    SourceEvent source = SourceEvent.of(event);
                    series.add(new StockTimeSeries.Point(at, numbers, source.eventId(), source.type(), 1));
                }
            }
        }

        /** The numbers at the begin of the range, if it has one and there were events before. */
        void addBegin() {
            if (!begun && from != null && events > 0) {
                series.begin(from, numbers);
            }
            begun = true;
        }
    }
}
