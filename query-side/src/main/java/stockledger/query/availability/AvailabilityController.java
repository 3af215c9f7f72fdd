package stockledger.query.availability;

import io.swagger.v3.oas.annotations.media.Schema;
import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import stockledger.events.ConsistencyToken;
import stockledger.events.Sku;
import stockledger.query.cache.CachedResponse;
import stockledger.query.cache.FreshnessRequirement;
import stockledger.query.cache.TieredCache;
import stockledger.query.consistency.ConsistencyTokenWaiter;
import stockledger.query.http.CacheControl;
import stockledger.query.http.Parameters;
import stockledger.query.http.QueryBodyReader;
import stockledger.query.http.QueryProblemException;
import stockledger.query.projection.Epoch;
import stockledger.query.projection.ReadModels;
import stockledger.query.projection.ServedDocuments;
import stockledger.query.projection.VersionedDocument;
import stockledger.query.sku.SkuHistory;
import stockledger.query.sku.SkuProjection;
import stockledger.query.sku.SkuState;
import stockledger.web.ApiContract;

@RestController
@RequestMapping(path = "/v1/availability", produces = MediaType.APPLICATION_JSON_VALUE)
class AvailabilityController {

    static final int MAX_IN_QUERY = 200;
    private static final int MAX_IN_BODY = 1_000;

    /** Each is folded from events. */
    private static final int MAX_AS_OF = 20;

    static final byte[] HEAD = "{\"items\":[".getBytes(StandardCharsets.US_ASCII);

    private final ServedDocuments<SkuState> documents;
    private final AvailabilityResponse rendered;
    private final AvailabilityTail tail;
    private final SkuHistory history;
    private final TieredCache cache;
    private final ConsistencyTokenWaiter waiter;
    private final QueryBodyReader bodies;
    private final CacheControl cacheControl;

    AvailabilityController(
            SkuProjection projection,
            AvailabilityResponse rendered,
            AvailabilityTail tail,
            SkuHistory history,
            ReadModels models,
            TieredCache cache,
            ConsistencyTokenWaiter waiter,
            QueryBodyReader bodies,
            CacheControl cacheControl) {
        this.documents = models.of(projection);
        this.rendered = rendered;
        this.tail = tail;
        this.history = history;
        this.cache = cache;
        this.waiter = waiter;
        this.bodies = bodies;
        this.cacheControl = cacheControl;
    }

    /** The schema of the response, which is concatenated from rendered items. */
    record AvailabilityAnswer(
            List<Item> items,

            @Schema(
                    description =
                            "Every event stored before this time is in the answer, later ones may be; or the time that was asked"
                                    + " for. Absent for some seconds after a start.")
            @Nullable
            Instant asOf) {}

    /**
     * One SKU.
     *
     * @param degraded true when an event of it cannot be processed: the item is of before it, or {@code unknown} as of a later instant
     */
    record Item(
            String sku,
            long available,
            String status,
            @Nullable Boolean degraded) {}

    record Question(@Nullable List<@Nullable Sku> skus) {}

    @ApiContract(
            id = "getAvailability",
            summary = "Availability of up to 200 products, in the requested order; as of a past instant of up to 20.",
            answer = AvailabilityAnswer.class,
            parameters = {"sku", "asOf"},
            problems = "400 invalid-sku")
    @GetMapping
    ResponseEntity<byte[]> query(ConsistencyToken token, Parameters parameters) {
        List<String> given = parameters.only("sku", Parameters.AS_OF).all("sku");
        Instant asOf = parameters.asOf();
        requireSize("sku", given.size(), asOf == null ? MAX_IN_QUERY : MAX_AS_OF);
        List<Sku> skus = given.stream().map(AvailabilityController::sku).toList();
        return asOf == null ? answer(skus, token) : answerOfThePast(skus, asOf);
    }

    @ApiContract(
            id = "queryAvailability",
            summary = "Availability of up to 1000 products, in the requested order.",
            answer = AvailabilityAnswer.class,
            body = Question.class)
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> queryByBody(ConsistencyToken token, Parameters parameters, InputStream body) {
        parameters.only();
        List<@Nullable Sku> given = bodies.read(body, Question.class).skus();
        if (given == null) {
            throw QueryProblemException.invalidMember("validation-failed", "skus", "Must not be null.");
        }
        requireSize("skus", given.size(), MAX_IN_BODY);
        List<Sku> skus = new ArrayList<>(given.size());
        for (int i = 0; i < given.size(); i++) {
            Sku sku = given.get(i);
            if (sku == null) {
                throw QueryProblemException.invalidMember("validation-failed", "skus[" + i + "]", "Must not be null.");
            }
            skus.add(sku);
        }
        return answer(skus, token);
    }

    private static void requireSize(String field, int size, int max) {
        if (size < 1 || size > max) {
            throw QueryProblemException.invalid(field, "Must have 1 to " + max + " values.");
        }
    }

    private static Sku sku(String text) {
        try {
            return new Sku(text);
        } catch (IllegalArgumentException e) {
            throw QueryProblemException.invalid("invalid-sku", "sku", String.valueOf(e.getMessage()));
        }
    }

    private ResponseEntity<byte[]> answer(List<Sku> skus, ConsistencyToken token) {
        byte[] end = tail.read();
        FreshnessRequirement required = FreshnessRequirement.of(token);
        Set<String> keys = new LinkedHashSet<>();
        skus.forEach(sku -> keys.add(sku.value()));
        Map<String, CachedResponse> items = waiter.read(
                token,
                SkuProjection.NAME,
                keys,
                () -> find(keys, required.allowingStaleFromRedis()),
                () -> find(keys, required),
                found -> keys.stream().allMatch(key -> required.isMetBy(key, found.get(key))));
        return cacheControl
                .ok(token)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body(skus, sku -> bodyOf(items.get(sku.value())), end));
    }

    private static byte @Nullable [] bodyOf(@Nullable CachedResponse item) {
        return item == null ? null : item.body();
    }

    /** The event store has what any token names, so there is nothing to wait for. */
    private ResponseEntity<byte[]> answerOfThePast(List<Sku> skus, Instant asOf) {
        Set<String> keys = new LinkedHashSet<>();
        skus.forEach(sku -> keys.add(sku.value()));
        Map<String, VersionedDocument<SkuState>> states = history.at(keys, asOf);
        Map<String, CachedResponse> items = rendered.render(states.values());
        return ResponseEntity.ok()
                .header(HttpHeaders.CACHE_CONTROL, CacheControl.NOT_STORED)
                .contentType(MediaType.APPLICATION_JSON)
                .body(body(
                        skus,
                        sku -> states.containsKey(sku.value())
                                ? bodyOf(items.get(sku.value()))
                                : AvailabilityItem.degraded(sku),
                        AvailabilityTail.bytes(asOf)));
    }

    private static byte[] body(List<Sku> skus, Function<Sku, byte @Nullable []> items, byte[] end) {
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.writeBytes(HEAD);
        for (Sku sku : skus) {
            byte[] item = items.apply(sku);
            if (answer.size() > HEAD.length) {
                answer.write(',');
            }
            answer.writeBytes(item == null ? AvailabilityItem.unknown(sku) : item);
        }
        answer.writeBytes(end);
        return answer.toByteArray();
    }

    private Map<String, CachedResponse> find(Set<String> keys, FreshnessRequirement required) {
        Epoch epoch = documents.epoch();
        return cache.find(rendered.region(epoch), keys, required, missing -> render(epoch, missing));
    }

    /** Renders the epoch of the cache region: revisions of the epoch that is live by now do not compare with it. */
    private Map<String, CachedResponse> render(Epoch epoch, List<String> keys) {
        return rendered.render(documents.find(epoch, keys).values());
    }
}
