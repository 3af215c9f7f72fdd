package stockledger.query.sku;

import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * How the units of one SKU changed in a range of time.
 *
 * @param points in the order of their times; the first one has no events if it is the state at the begin of the range
 * @param complete whether each event of the range has a point of its own
 */
public record StockTimeSeries(List<Point> points, boolean complete) {

    /**
     * The numbers after an event, or after the last one of several.
     *
     * @param at the first instant at which a query of the past has these numbers
     * @param eventId of the event; null unless it is exactly one
     * @param type its stored name
     * @param events that happened since the point before
     */
    public record Point(
            Instant at,
            StockNumbers numbers,
            @Nullable String eventId,
            @Nullable String type,
            long events) {

        private Point plus(long earlier) {
            return new Point(at, numbers, null, null, events + earlier);
        }
    }

    /** Collects points, and keeps the last one of each interval once they are too many. */
    static final class Builder {

        /** Points in memory, above which they are thinned out. */
        private static final int MAX_COLLECTED = 10_000;

        private final int maxPoints;
        private @Nullable Point begin;
        private List<Point> points = new ArrayList<>();
        private boolean complete = true;

        /** @param maxPoints at least 1, without that of the begin */
        Builder(int maxPoints) {
            this.maxPoints = maxPoints;
        }

        /** The numbers at the begin of the range. */
        void begin(Instant at, StockNumbers numbers) {
            begin = new Point(at, numbers, null, null, 0);
        }

        void add(Point point) {
            points.add(point);
            complete &= point.events() == 1;
            if (points.size() > Math.max(MAX_COLLECTED, maxPoints)) {
                thinOut();
            }
        }

        StockTimeSeries build() {
            if (points.size() > maxPoints) {
                thinOut();
            }
            List<Point> all = new ArrayList<>(points);
            if (begin != null) {
                all.add(0, begin);
            }
            return new StockTimeSeries(List.copyOf(all), complete);
        }

        /** Divides the time from the first to the last point into intervals of the same length. */
        private void thinOut() {
            double first = seconds(points.get(0).at());
            double span = seconds(points.get(points.size() - 1).at()) - first;
            List<Point> fewer = new ArrayList<>();
            long interval = -1;
            for (Point point : points) {
                long own = span == 0
                        ? 0
                        : Math.min(maxPoints - 1L, (long) ((seconds(point.at()) - first) / span * maxPoints));
                if (own == interval) {
                    Point before = fewer.remove(fewer.size() - 1);
                    fewer.add(point.plus(before.events()));
                } else {
                    fewer.add(point);
                }
                interval = own;
            }
            complete = false;
            points = fewer;
        }

        private static double seconds(Instant at) {
            return at.getEpochSecond() + at.getNano() / 1e9;
        }
    }
}
