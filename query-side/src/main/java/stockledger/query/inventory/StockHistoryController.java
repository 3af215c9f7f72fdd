package stockledger.query.inventory;

import com.fasterxml.jackson.annotation.JsonInclude;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RestController;
import stockledger.events.ConsistencyToken;
import stockledger.events.Sku;
import stockledger.query.http.CacheControl;
import stockledger.query.http.Parameters;
import stockledger.query.http.QueryProblemException;
import stockledger.query.sku.SkuHistory;
import stockledger.query.sku.StockNumbers;
import stockledger.query.sku.StockTimeSeries;
import stockledger.web.ApiContract;

/** The units of a SKU over time. */
@RestController
class StockHistoryController {

    private static final int DEFAULT_POINTS = 500;

    private final SkuHistory history;

    StockHistoryController(SkuHistory history) {
        this.history = history;
    }

    /**
     * The numbers after an event, or after the last one of several.
     *
     * @param at from when on they hold: a query as of this time is answered with them
     * @param eventId of the event; null unless it is exactly one
     * @param type its stored name
     * @param events since the point before; 0 for the begin of the range
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record PointAnswer(
            Instant at,
            long onHand,
            long held,
            long allocated,
            long unavailable,
            long available,
            @Nullable String eventId,
            @Nullable String type,
            long events) {

        static PointAnswer of(StockTimeSeries.Point point) {
            StockNumbers numbers = point.numbers();
            return new PointAnswer(
                    point.at(),
                    numbers.onHand(),
                    numbers.held(),
                    numbers.allocated(),
                    numbers.unavailable(),
                    numbers.available(),
                    point.eventId(),
                    point.type(),
                    point.events());
        }
    }

    /**
     * The units over time.
     *
     * @param complete whether each event has a point of its own; if not, a shorter range shows more of them
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record HistoryAnswer(
            String sku,
            @Nullable String locationId,
            @Nullable Instant from,
            @Nullable Instant to,
            List<PointAnswer> points,
            boolean complete) {}

    /** It is folded from events, of which the event store has all that a token names. */
    @ApiContract(
            id = "getStockHistory",
            summary = "The units of a SKU after each of its events in a range of time, at most so many points.",
            parameters = {"from", "to", "locationId", "maxPoints"},
            problems = {"404 product-not-found", "503 busy"})
    @GetMapping(path = "/v1/inventory/{sku}/history", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<HistoryAnswer> history(@PathVariable Sku sku, ConsistencyToken token, Parameters parameters) {
        parameters.only("from", "to", ExplanationController.LOCATION, Parameters.MAX_POINTS);
        Instant from = parameters.instant("from");
        Instant to = parameters.instant("to");
        if (from != null && to != null && from.isAfter(to)) {
            throw QueryProblemException.invalid("from", "Must not be later than to.");
        }
        String location = ExplanationController.location(parameters);
        int maxPoints = parameters.count(Parameters.MAX_POINTS, DEFAULT_POINTS, Parameters.MOST_POINTS);
        StockTimeSeries series = history.timeSeries(sku.value(), from, to, location, maxPoints);
        if (series == null) {
            throw QueryProblemException.notFound("product-not-found", "There is no such product.");
        }
        return ResponseEntity.ok()
                .header(HttpHeaders.CACHE_CONTROL, CacheControl.NOT_STORED)
                .body(new HistoryAnswer(
                        sku.value(),
                        location,
                        from,
                        to,
                        series.points().stream().map(PointAnswer::of).toList(),
                        series.complete()));
    }
}
