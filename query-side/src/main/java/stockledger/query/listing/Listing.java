package stockledger.query.listing;

import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import stockledger.events.ConsistencyToken;
import stockledger.query.listindex.ProductListIndex;
import stockledger.query.listindex.Row;
import stockledger.query.projection.ReadModels;
import stockledger.query.projection.ServedDocuments;
import stockledger.query.projection.VersionedDocument;
import stockledger.query.sku.CatalogEntry;
import stockledger.query.sku.ListingKeys;
import stockledger.query.sku.SkuProjection;
import stockledger.query.sku.SkuState;

/** Reads lists from the index in Redis, or from MongoDB; both give the same bytes. */
@Component
class Listing {

    private static final byte[] HEAD = "{\"items\":[".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] NEXT = "],\"nextCursor\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] AFTER_CURSOR = "\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] AFTER_ITEMS = "]".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] AS_OF = ",\"asOf\":\"".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TAIL_AFTER_TIME = "\"}".getBytes(StandardCharsets.US_ASCII);
    private static final byte[] TAIL = "}".getBytes(StandardCharsets.US_ASCII);

    private final ServedDocuments<SkuState> documents;
    private final ProductListIndex index;
    private final RedisOrMongo stores;
    private final Currencies currencies;

    Listing(
            SkuProjection projection,
            ReadModels models,
            ProductListIndex index,
            RedisOrMongo stores,
            Currencies currencies) {
        this.currencies = currencies;
        this.documents = models.of(projection);
        this.index = index;
        this.stores = stores;
    }

    /** The rendered page, as new as the token requires. */
    byte[] page(ListingQuery query, ConsistencyToken token) {
        Instant asOf = stores.completeUntil();
        return render(query, asOf, stores.read(token, region -> fromRedis(region, query), () -> fromMongo(query)));
    }

    /** Null if the index does not support the query or is incomplete, or Redis does not answer. */
    @Nullable
    List<Row> fromRedis(String region, ListingQuery query) {
        if (!query.isIndexed()) {
            return null;
        }
        if (!query.needsCurrency()) {
            return index.query(region, query.range());
        }
        Set<String> all = currencies.fromRedis(region);
        return all == null ? null : index.query(region, query.inOnlyOneOf(all).range());
    }

    List<Row> fromMongo(ListingQuery query) {
        return find(query.needsCurrency() ? query.inOnlyOneOf(currencies.fromMongo()) : query);
    }

    private List<Row> find(ListingQuery query) {
        List<Row> rows = new ArrayList<>();
        for (VersionedDocument<SkuState> document :
                documents.page(query.filter(), query.mongoSort(), query.limit() + 1)) {
            SkuState state = document.view();
            CatalogEntry entry = state.catalog();
            ListingKeys keys = state.keys();
            if (entry != null && keys != null) {
                String position = query.sort().position(keys);
                rows.add(new Row(position.getBytes(StandardCharsets.UTF_8), ListingItem.body(document, entry)));
            }
        }
        return rows;
    }

    private static byte[] render(ListingQuery query, @Nullable Instant asOf, List<Row> rows) {
        int size = Math.min(rows.size(), query.limit());
        ByteArrayOutputStream body = new ByteArrayOutputStream(estimatedSize(rows, size));
        body.writeBytes(HEAD);
        for (int i = 0; i < size; i++) {
            if (i > 0) {
                body.write(',');
            }
            body.writeBytes(rows.get(i).body());
        }
        if (rows.size() > size) {
            body.writeBytes(NEXT);
            body.writeBytes(query.cursorAfter(rows.get(size - 1).positionText()).getBytes(StandardCharsets.US_ASCII));
            body.writeBytes(AFTER_CURSOR);
        } else {
            body.writeBytes(AFTER_ITEMS);
        }
        if (asOf == null) {
            body.writeBytes(TAIL);
        } else {
            body.writeBytes(AS_OF);
            body.writeBytes(asOf.toString().getBytes(StandardCharsets.US_ASCII));
            body.writeBytes(TAIL_AFTER_TIME);
        }
        return body.toByteArray();
    }

    /** An estimate of the size of the page. */
    private static int estimatedSize(List<Row> rows, int size) {
        int length = 4 * HEAD.length + 4 * NEXT.length;
        for (int i = 0; i < size; i++) {
            length += rows.get(i).body().length + 1;
        }
        return size == 0 ? length : length + 2 * rows.get(size - 1).position().length;
    }
}
