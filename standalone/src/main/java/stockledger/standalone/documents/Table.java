package stockledger.standalone.documents;

import de.bwaldvogel.mongo.backend.DocumentWithPosition;
import de.bwaldvogel.mongo.bson.Document;
import de.bwaldvogel.mongo.wire.bson.BsonDecoder;
import de.bwaldvogel.mongo.wire.bson.BsonEncoder;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * The documents of one collection, by id. A document that was returned must not be changed: it is shared with later readers.
 */
final class Table {

    private static final int PAGE = 500;
    static final byte TEXT = 'S';
    private static final byte OTHER = 'B';
    private static final String VALUE = "v";

    private final DocumentStore store;
    private final int table;
    private final DecodedDocuments decoded;

    Table(DocumentStore store, int table, DecodedDocuments decoded) {
        this.store = store;
        this.table = table;
        this.decoded = decoded;
    }

    boolean contains(Object id) {
        return decoded.get(table, id) != null || store.contains(table, key(id));
    }

    @Nullable
    Document get(Object id) {
        Document known = decoded.get(table, id);
        if (known != null) {
            return known;
        }
        byte[] found = store.get(table, key(id));
        if (found == null) {
            return null;
        }
        Document document = decode(found);
        decoded.put(table, id, document, found.length);
        return document;
    }

    /** Reads a document and does not keep it in memory. */
    @Nullable
    Document read(Object id) {
        Document known = decoded.get(table, id);
        byte[] found = known == null ? store.get(table, key(id)) : null;
        return found == null ? known : decode(found);
    }

    /** Stores a new document. It is not kept in memory, since most are movements, which are hardly read. */
    void add(Object id, Document document) {
        store.put(table, key(id), encode(document));
    }

    /** Stores a new document together with these changes of its indexes. */
    void add(Object id, Document document, List<DocumentStore.Change> changes) {
        write(id, encode(document), changes);
    }

    void replace(Object id, Document document) {
        byte[] encoded = encode(document);
        store.put(table, key(id), encoded);
        decoded.put(table, id, document, encoded.length);
    }

    /** Replaces a document together with these changes of its indexes. */
    void replace(Object id, Document document, List<DocumentStore.Change> changes) {
        byte[] encoded = encode(document);
        write(id, encoded, changes);
        decoded.put(table, id, document, encoded.length);
    }

    void remove(Object id) {
        store.remove(table, key(id));
        decoded.remove(table, id);
    }

    /** Removes a document together with these changes of its indexes. */
    void remove(Object id, List<DocumentStore.Change> changes) {
        write(id, null, changes);
        decoded.remove(table, id);
    }

    private void write(Object id, byte @Nullable [] encoded, List<DocumentStore.Change> changes) {
        List<DocumentStore.Change> all = new ArrayList<>(changes);
        all.add(new DocumentStore.Change(table, key(id), encoded));
        store.write(all);
    }

    int id() {
        return table;
    }

    /** Whether all ids are texts. */
    boolean hasTextsOnly() {
        List<DocumentStore.Entry> first = store.page(table, null, 1);
        return first.isEmpty() || first.get(0).key()[0] == TEXT;
    }

    /** A scan of the ids of this table. */
    IdScan scan(IdRange range) {
        return new IdScan(store, table, List.of(new byte[0]), range);
    }

    boolean isEmpty() {
        return store.page(table, null, 1).isEmpty();
    }

    int count() {
        int[] count = new int[1];
        scan(entry -> count[0]++);
        return count[0];
    }

    /** All documents, in the order of their ids' bytes. */
    void forEach(Consumer<DocumentWithPosition<Object>> consumer) {
        scan(entry -> consumer.accept(document(entry)));
    }

    private void scan(Consumer<DocumentStore.Entry> consumer) {
        List<DocumentStore.Entry> page = store.page(table, null, PAGE);
        while (!page.isEmpty()) {
            page.forEach(consumer);
            page = page.size() < PAGE
                    ? List.of()
                    : store.page(table, page.get(page.size() - 1).key(), PAGE);
        }
    }

    /** A page of documents after an id; null begins at the first. */
    List<DocumentWithPosition<Object>> page(@Nullable Object after, int limit) {
        return store.page(table, after == null ? null : key(after), limit).stream()
                .map(this::document)
                .toList();
    }

    private DocumentWithPosition<Object> document(DocumentStore.Entry entry) {
        Object id = id(entry.key());
        Document known = decoded.get(table, id);
        return new DocumentWithPosition<>(known == null ? decode(entry.value()) : known, id);
    }

    static byte[] key(Object id) {
        byte[] content =
                id instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : encode(new Document(VALUE, id));
        byte[] key = new byte[content.length + 1];
        key[0] = id instanceof String ? TEXT : OTHER;
        System.arraycopy(content, 0, key, 1, content.length);
        return key;
    }

    private static Object id(byte[] key) {
        return key[0] == TEXT
                ? text(key)
                : Objects.requireNonNull(
                        decode(Arrays.copyOfRange(key, 1, key.length)).get(VALUE));
    }

    /** The id of a key of a text. */
    static String text(byte[] key) {
        return new String(key, 1, key.length - 1, StandardCharsets.UTF_8);
    }

    private static byte[] encode(Document document) {
        ByteBuf buffer = Unpooled.buffer(1024);
        BsonEncoder.encodeDocument(document, buffer);
        byte[] bytes = new byte[buffer.readableBytes()];
        buffer.readBytes(bytes);
        return bytes;
    }

    private static Document decode(byte[] bytes) {
        return BsonDecoder.decodeBson(Unpooled.wrappedBuffer(bytes));
    }
}
