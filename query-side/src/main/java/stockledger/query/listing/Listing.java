package stockledger.query.listing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import stockledger.events.ConsistencyToken;
import stockledger.query.listindex.ProductListIndex;
import stockledger.query.listindex.Row;
import stockledger.query.projection.ReadModels;
import stockledger.query.projection.ServedDocuments;
import stockledger.query.projection.VersionedDocument;

/**
 * Reads lists: from the aisles in Redis, and from MongoDB while those are not full or do not answer. Both tell the same
 * items in the same order, byte by byte.
 */
@Component
class Listing {

    private static final byte[] HEAD = "{\"items\":[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NEXT = "],\"nextCursor\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TAIL_AFTER_CURSOR = "\"}".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TAIL = "]}".getBytes(StandardCharsets.US_ASCII);

    private final ServedDocuments<ListingView> views;
    private final ProductListIndex index;
    private final RedisOrMongo stores;

    Listing(ListingProjector projector, ReadModels models, ProductListIndex index, RedisOrMongo stores) {
        this.views = models.of(projector);
        this.index = index;
        this.stores = stores;
    }

    /** A page, ready to send, at or after a token. */
    byte[] page(ListingQuery question, ConsistencyToken token) {
        return written(question, stores.ask(token, region -> kept(region, question), () -> found(question)));
    }

    /** What the aisles tell; null when they do not know, are not full, or do not answer. */
    @Nullable
    List<Row> kept(String region, ListingQuery question) {
        return question.isKept() ? index.query(region, question.range()) : null;
    }

    /** What MongoDB tells. */
    List<Row> found(ListingQuery question) {
        List<Row> rows = new ArrayList<>();
        for (VersionedDocument<ListingView> one :
                views.page(question.filter(), question.sort(), question.limit() + 1)) {
            ListingView.Card card = one.view().card();
            if (card != null) {
                String place = question.order().place(one.view());
                rows.add(new Row(place.getBytes(StandardCharsets.UTF_8), ListingItem.body(one.view(), card)));
            }
        }
        return rows;
    }

    private static byte[] written(ListingQuery question, List<Row> rows) {
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
            body.writeBytes(
                    question.cursorAfter(rows.get(size - 1).positionText()).getBytes(StandardCharsets.US_ASCII));
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
        return size == 0 ? length : length + 2 * rows.get(size - 1).position().length;
    }
}
