package stockledger.query.availability;

import java.io.ByteArrayOutputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
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
import stockledger.web.ApiContract;
import stockledger.query.http.CacheControl;
import stockledger.query.consistency.ConsistencyTokenWaiter;
import stockledger.query.http.Parameters;
import stockledger.query.http.QueryBodyReader;
import stockledger.query.http.QueryProblemException;
import stockledger.query.projection.Epoch;
import stockledger.query.projection.ReadModels;
import stockledger.query.projection.ServedDocuments;

@RestController
@RequestMapping(path = "/v1/availability", produces = MediaType.APPLICATION_JSON_VALUE)
class AvailabilityController {

    static final int MOST_IN_ADDRESS = 200;
    private static final int MOST_IN_BODY = 1_000;
    static final byte[] HEAD = "{\"items\":[".getBytes(StandardCharsets.US_ASCII);
    static final byte[] TAIL = "]}".getBytes(StandardCharsets.US_ASCII);

    private final ServedDocuments<AvailabilityView> views;
    private final TieredCache cache;
    private final ConsistencyTokenWaiter freshness;
    private final QueryBodyReader bodies;
    private final CacheControl between;

    AvailabilityController(
            AvailabilityProjector projector,
            ReadModels models,
            TieredCache cache,
            ConsistencyTokenWaiter freshness,
            QueryBodyReader bodies,
            CacheControl between) {
        this.views = models.of(projector);
        this.cache = cache;
        this.freshness = freshness;
        this.bodies = bodies;
        this.between = between;
    }

    /** The form of the answer, which is put together from items that are kept ready. */
    record AvailabilityAnswer(List<Item> items) {}

    record Item(String sku, long available, String status) {}

    record Question(@Nullable List<@Nullable Sku> skus) {}

    @ApiContract(
            summary = "Whether up to 200 products can be had, in the order asked.",
            answer = AvailabilityAnswer.class,
            parameters = "sku",
            problems = {"400 invalid-sku", "404 product-not-found"})
    @GetMapping
    ResponseEntity<byte[]> asked(ConsistencyToken token, Parameters parameters) {
        List<String> given = parameters.only("sku").all("sku");
        bounded("sku", given.size(), MOST_IN_ADDRESS);
        return answer(given.stream().map(AvailabilityController::sku).toList(), token);
    }

    @ApiContract(
            summary = "Whether up to 1000 products can be had, in the order asked.",
            answer = AvailabilityAnswer.class,
            body = Question.class,
            problems = "404 product-not-found")
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<byte[]> posted(ConsistencyToken token, Parameters parameters, InputStream body) {
        parameters.only();
        List<@Nullable Sku> given = bodies.read(body, Question.class).skus();
        if (given == null) {
            throw QueryProblemException.invalidMember("validation-failed", "skus", "Must not be null.");
        }
        bounded("skus", given.size(), MOST_IN_BODY);
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

    private static void bounded(String field, int size, int most) {
        if (size < 1 || size > most) {
            throw QueryProblemException.invalid(field, "There are 1 to " + most + " of these.");
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
        FreshnessRequirement wanted = FreshnessRequirement.of(token);
        Set<String> keys = new LinkedHashSet<>();
        skus.forEach(sku -> keys.add(sku.value()));
        Map<String, CachedResponse> items = freshness.read(
                token,
                AvailabilityProjector.NAME,
                keys,
                () -> find(keys, wanted.orAnyFromRedis()),
                () -> find(keys, wanted),
                found -> keys.stream().allMatch(key -> wanted.isMetBy(key, found.get(key))));
        List<String> unknown = new ArrayList<>();
        ByteArrayOutputStream answer = new ByteArrayOutputStream();
        answer.writeBytes(HEAD);
        for (Sku sku : skus) {
            CachedResponse item = items.get(sku.value());
            if (item == null) {
                unknown.add(sku.value());
            } else {
                if (answer.size() > HEAD.length) {
                    answer.write(',');
                }
                answer.writeBytes(item.body());
            }
        }
        if (!unknown.isEmpty()) {
            throw QueryProblemException.notFound(
                    "product-not-found",
                    "Not all of these are products.",
                    Map.of("skus", new LinkedHashSet<>(unknown)));
        }
        answer.writeBytes(TAIL);
        return between.ok(token).contentType(MediaType.APPLICATION_JSON).body(answer.toByteArray());
    }

    private Map<String, CachedResponse> find(Set<String> keys, FreshnessRequirement wanted) {
        Epoch epoch = views.epoch();
        return cache.find(AvailabilityProjector.region(epoch), keys, wanted, missing -> made(epoch, missing));
    }

    /** Of the epoch whose shelf is asked: another may be served by now, whose revisions mean something else. */
    private Map<String, CachedResponse> made(Epoch epoch, List<String> keys) {
        Map<String, CachedResponse> items = new HashMap<>();
        views.find(epoch, keys).forEach((key, stored) -> {
            CachedResponse item = AvailabilityItem.render(stored);
            if (item != null) {
                items.put(key, item);
            }
        });
        return items;
    }
}
