package stockledger.query.browse;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import stockledger.events.ConsistencyToken;
import stockledger.query.cache.Aisles;
import stockledger.query.cache.Aisles.Seen;
import stockledger.query.cache.Row;
import stockledger.query.http.Freshness;
import stockledger.query.projection.ReadModels;
import stockledger.query.projection.Stored;
import stockledger.query.projection.Views;

/**
 * Reads lists: from the aisles in Redis, and from MongoDB while those are not full or do not answer. Both tell the same
 * items in the same order, byte by byte.
 */
@Component
class Listing {

    private static final String PRODUCT = "product:";
    private static final String STOCK = "stock:";
    private static final byte[] HEAD = "{\"items\":[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NEXT = "],\"nextCursor\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TAIL_AFTER_CURSOR = "\"}".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TAIL = "]}".getBytes(StandardCharsets.US_ASCII);

    private final Views<BrowseView> views;
    private final Aisles aisles;
    private final Freshness freshness;

    Listing(BrowseProjector projector, ReadModels models, Aisles aisles, Freshness freshness) {
        this.views = models.of(projector);
        this.aisles = aisles;
        this.freshness = freshness;
    }

    /** The name of what is served now. */
    String shelf() {
        return BrowseProjector.shelf(views.epoch());
    }

    /** A page that has seen what the token says of its SKUs. */
    byte[] page(BrowseQuestion question, ConsistencyToken token) {
        Set<String> named = skusOf(token);
        if (named.isEmpty()) {
            return page(question);
        }
        // Redis follows MongoDB: what is seen there is in both. Each look is answered by one of them.
        return freshness
                .read(
                        () -> {
                            Map<String, Seen> kept = aisles.seen(shelf(), named);
                            if (kept != null && !hasSeen(kept, token)) {
                                return new Look(false, new byte[0]);
                            }
                            List<Row> rows = kept == null ? null : kept(question);
                            if (rows != null) {
                                return new Look(true, written(question, rows));
                            }
                            return hasSeen(stored(named), token)
                                    ? new Look(true, written(question, found(question)))
                                    : new Look(false, new byte[0]);
                        },
                        Look::fresh)
                .body();
    }

    @SuppressWarnings("ArrayRecordComponent") // sent as it is, never compared
    private record Look(boolean fresh, byte[] body) {}

    private byte[] page(BrowseQuestion question) {
        List<Row> rows = kept(question);
        return written(question, rows == null ? found(question) : rows);
    }

    /** What the aisles tell; null when they are not full, or do not answer. */
    @Nullable
    List<Row> kept(BrowseQuestion question) {
        return aisles.walk(shelf(), question.walk());
    }

    /** What MongoDB tells. */
    List<Row> found(BrowseQuestion question) {
        List<Row> rows = new ArrayList<>();
        for (Stored<BrowseView> one : views.page(question.filter(), question.sort(), question.limit() + 1)) {
            BrowseView.Card card = one.view().card();
            if (card != null) {
                String place = question.order().place(one.view());
                rows.add(new Row(place.getBytes(StandardCharsets.UTF_8), BrowseItem.body(one.view(), card)));
            }
        }
        return rows;
    }

    private static byte[] written(BrowseQuestion question, List<Row> rows) {
        int size = Math.min(rows.size(), question.limit());
        ByteArrayOutputStream body = new ByteArrayOutputStream(lengthOf(rows, size));
        body.writeBytes(HEAD);
        for (int i = 0; i < size; i++) {
            if (i > 0) {
                body.write(',');
            }
            body.writeBytes(rows.get(i).body());
        }
        if (rows.size() > size) {
            body.writeBytes(NEXT);
            body.writeBytes(question.cursorAfter(rows.get(size - 1).placeText()).getBytes(StandardCharsets.US_ASCII));
            body.writeBytes(TAIL_AFTER_CURSOR);
        } else {
            body.writeBytes(TAIL);
        }
        return body.toByteArray();
    }

    /** At least what the page takes, but for the cursor's exact length. */
    private static int lengthOf(List<Row> rows, int size) {
        int length = 2 * HEAD.length + 2 * NEXT.length;
        for (int i = 0; i < size; i++) {
            length += rows.get(i).body().length + 1;
        }
        return size == 0 ? length : length + 2 * rows.get(size - 1).place().length;
    }

    private Map<String, Seen> stored(Set<String> named) {
        Map<String, Stored<BrowseView>> found = views.find(named);
        Map<String, Seen> seen = new HashMap<>();
        for (String key : named) {
            Stored<BrowseView> one = found.get(key);
            seen.put(key, one == null ? new Seen(-1, -1) : seen(one));
        }
        return seen;
    }

    private static Seen seen(Stored<BrowseView> one) {
        return new Seen(one.versionOf(PRODUCT + one.key()), one.versionOf(STOCK + one.key()));
    }

    private static boolean hasSeen(Map<String, Seen> seen, ConsistencyToken token) {
        return seen.entrySet().stream().allMatch(one -> {
            Seen versions = one.getValue();
            return versions.productVersion() >= token.versionOf(PRODUCT + one.getKey())
                    && versions.stockVersion() >= token.versionOf(STOCK + one.getKey());
        });
    }

    private static Set<String> skusOf(ConsistencyToken token) {
        Set<String> skus = new HashSet<>();
        for (String stream : token.versions().keySet()) {
            if (stream.startsWith(PRODUCT)) {
                skus.add(stream.substring(PRODUCT.length()));
            } else if (stream.startsWith(STOCK)) {
                skus.add(stream.substring(STOCK.length()));
            }
        }
        return skus;
    }
}
