package stockledger.query.count;

import java.io.InputStream;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RestController;
import stockledger.events.ConsistencyToken;
import stockledger.events.LocationId;
import stockledger.events.Sku;
import stockledger.query.http.CacheControl;
import stockledger.query.http.Parameters;
import stockledger.query.http.QueryBodyReader;
import stockledger.query.http.QueryProblemException;
import stockledger.web.ApiContract;

/** Answers why a count differs from the events. Nothing is booked. */
@RestController
class CountCausesController {

    private static final int MAX_LINES = 200;
    private static final long MAX_UNITS = 1_000_000_000;

    /** How far the clock of a scanner may be ahead, as for commands. */
    private static final Duration CLOCK_TOLERANCE = Duration.ofSeconds(30);

    private static final String LOCATION = "locationId";
    private static final String COUNTED = "counted";
    private static final String COUNTED_AT = "countedAt";
    private static final String INVALID = "validation-failed";

    private final CountedStockReader reader;
    private final QueryBodyReader bodies;

    CountCausesController(CountedStockReader reader, QueryBodyReader bodies) {
        this.reader = reader;
        this.bodies = bodies;
    }

    /** Without a time, that of the sheet. */
    record CountLine(
            @Nullable Sku sku,
            @Nullable LocationId locationId,
            @Nullable Long counted,
            @Nullable Instant countedAt) {}

    /** Without a time, the units were counted now. */
    record CountSheet(@Nullable Instant countedAt, @Nullable List<@Nullable CountLine> counts) {}

    @ApiContract(
            id = "findCountCauses",
            summary =
                    "Why a count of a SKU differs from the events: likely causes, the best first, each with the events and the"
                            + " requests that correct it. None for a count without a difference.",
            parameters = {LOCATION, COUNTED, COUNTED_AT},
            problems = "404 product-not-found")
    @GetMapping(path = "/v1/inventory/{sku}/count-causes", produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<CountCausesAnswer> causes(@PathVariable Sku sku, ConsistencyToken token, Parameters parameters) {
        parameters.only(LOCATION, COUNTED, COUNTED_AT);
        LocationId location = location(parameters);
        long counted = counted(parameters);
        Instant countedAt = past(parameters.instant(COUNTED_AT), Instant.now(), COUNTED_AT);
        CountedStock stock =
                reader.read(sku, location, countedAt, counted, SheetEvents.MAX_OF_LINE, SheetEvents.MAX_OF_LINE);
        if (stock == null) {
            throw QueryProblemException.notFound("product-not-found", "There is no such product.");
        }
        return notStored(CountCausesAnswer.of(CountCauses.of(List.of(stock)).get(0)));
    }

    @ApiContract(
            id = "findCountSheetCauses",
            summary =
                    "Why the counts of a sheet differ from the events: as for one SKU, and SKUs that were confused with each"
                            + " other. At most 200 counts, in the order of the shelves.",
            body = CountSheet.class,
            problems = "404 product-not-found")
    @PostMapping(
            path = "/v1/count-causes",
            consumes = MediaType.APPLICATION_JSON_VALUE,
            produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<CountCausesAnswer.SheetCauses> causesOfSheet(
            ConsistencyToken token, Parameters parameters, InputStream body) {
        parameters.only();
        CountSheet sheet = bodies.read(body, CountSheet.class);
        List<@Nullable CountLine> counts = sheet.counts();
        if (counts == null || counts.isEmpty() || counts.size() > MAX_LINES) {
            throw QueryProblemException.invalidMember(INVALID, "counts", "Must have 1 to " + MAX_LINES + " items.");
        }
        Instant now = Instant.now();
        List<CountedStock> stocks = new ArrayList<>();
        Set<String> lines = new HashSet<>();
        SheetEvents events = new SheetEvents(counts.size());
        for (int i = 0; i < counts.size(); i++) {
            CountLine line = counts.get(i);
            String path = "counts[" + i + "]";
            if (line == null || line.sku() == null || line.locationId() == null || line.counted() == null) {
                throw QueryProblemException.invalidMember(INVALID, path, "Needs sku, locationId and counted.");
            }
            if (line.counted() < 0 || line.counted() > MAX_UNITS) {
                throw QueryProblemException.invalidMember(
                        INVALID, path + ".counted", "Must be from 0 to " + MAX_UNITS + ".");
            }
            if (!lines.add(line.sku() + " " + line.locationId())) {
                throw QueryProblemException.invalidMember(INVALID, path, "The sheet has this SKU and location twice.");
            }
            Instant countedAt =
                    past(line.countedAt() == null ? sheet.countedAt() : line.countedAt(), now, path + "." + COUNTED_AT);
            CountedStock stock = reader.read(
                    line.sku(),
                    line.locationId(),
                    countedAt,
                    line.counted(),
                    events.maxBefore(),
                    events.maxAfterOfNext());
            if (stock == null) {
                throw QueryProblemException.notFound(
                        "product-not-found", "There is no product " + line.sku() + ", which " + path + " names.");
            }
            events.read(stock.later());
            stocks.add(stock);
        }
        return notStored(new CountCausesAnswer.SheetCauses(
                CountCauses.of(stocks).stream().map(CountCausesAnswer::of).toList()));
    }

    private static <T> ResponseEntity<T> notStored(T answer) {
        return ResponseEntity.ok()
                .header(HttpHeaders.CACHE_CONTROL, CacheControl.NOT_STORED)
                .body(answer);
    }

    private static Instant past(@Nullable Instant given, Instant now, String name) {
        if (given != null && given.isAfter(now.plus(CLOCK_TOLERANCE))) {
            throw QueryProblemException.invalid(name, "Must not be in the future.");
        }
        return given == null || given.isAfter(now) ? now : given;
    }

    private static LocationId location(Parameters parameters) {
        String text = parameters.text(LOCATION);
        if (text == null) {
            throw QueryProblemException.invalid(LOCATION, "Required.");
        }
        try {
            return new LocationId(text);
        } catch (IllegalArgumentException e) {
            throw QueryProblemException.invalid(LOCATION, String.valueOf(e.getMessage()));
        }
    }

    private static long counted(Parameters parameters) {
        String text = parameters.text(COUNTED);
        if (text == null || !text.matches("[0-9]{1,10}") || Long.parseLong(text) > MAX_UNITS) {
            throw QueryProblemException.invalid(COUNTED, "Required: an integer from 0 to " + MAX_UNITS + ".");
        }
        return Long.parseLong(text);
    }
}
