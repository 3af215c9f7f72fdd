package stockledger.standalone.documents;

import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.rocksdb.RocksIterator;

/**
 * Reads ids in their order: those that follow a prefix of keys, or each of several prefixes. Several are read side by side, and
 * each is moved on to the greatest id of the others: what only one of them has is passed over without being read.
 */
final class IdScan {

    private static final byte AFTER_TEXTS = Table.TEXT + 1;
    private static final byte[] TEXTS = {Table.TEXT};
    private static final byte[] END = {AFTER_TEXTS};

    private final DocumentStore store;
    private final List<byte[]> prefixes;
    private final IdRange range;

    /** @param prefixes within the table; one that is empty reads the ids of the table itself */
    IdScan(DocumentStore store, int table, List<byte[]> prefixes, IdRange range) {
        this.store = store;
        this.prefixes = prefixes.stream()
                .map(prefix -> DocumentStore.prefixed(table, prefix))
                .toList();
        this.range = range;
    }

    /** The first ids of a range, at most so many. */
    List<String> read(IdRange from, int limit) {
        return store.iterate(prefixes.size(), iterators -> {
            List<String> ids = new ArrayList<>();
            byte @Nullable [] id = first(from);
            boolean inclusive = from.descending() ? from.withGreatest() : from.withLeast() || from.least() == null;
            while (ids.size() < limit) {
                id = next(iterators, id, inclusive);
                if (id == null || isPastEnd(from, id)) {
                    break;
                }
                ids.add(Table.text(id));
                inclusive = false;
            }
            return ids;
        });
    }

    IdRange range() {
        return range;
    }

    private static byte[] first(IdRange from) {
        String bound = from.descending() ? from.greatest() : from.least();
        if (bound != null) {
            return Table.key(bound);
        }
        return from.descending() ? END : TEXTS;
    }

    private static boolean isPastEnd(IdRange from, byte[] id) {
        String end = from.descending() ? from.least() : from.greatest();
        if (end == null) {
            return false;
        }
        int order = Arrays.compareUnsigned(id, Table.key(end));
        boolean with = from.descending() ? from.withLeast() : from.withGreatest();
        return from.descending() ? order < 0 || order == 0 && !with : order > 0 || order == 0 && !with;
    }

    /** The next id that all have, from one on; null at the end. */
    private byte @Nullable [] next(List<RocksIterator> iterators, byte[] from, boolean inclusive) {
        byte[] wanted = from;
        boolean with = inclusive;
        int agreeing = 0;
        for (int i = 0; agreeing < prefixes.size(); i = (i + 1) % prefixes.size()) {
            byte[] found = next(iterators.get(i), prefixes.get(i), wanted, with);
            if (found == null) {
                return null;
            }
            agreeing = with && Arrays.equals(found, wanted) ? agreeing + 1 : 1;
            wanted = found;
            with = true;
        }
        return wanted;
    }

    /** The next id after this prefix; null at the end. */
    private byte @Nullable [] next(RocksIterator iterator, byte[] prefix, byte[] wanted, boolean with) {
        byte[] key = join(prefix, wanted);
        if (range.descending()) {
            iterator.seekForPrev(key);
            if (!with && iterator.isValid() && Arrays.equals(iterator.key(), key)) {
                iterator.prev();
            }
        } else {
            iterator.seek(key);
            if (!with && iterator.isValid() && Arrays.equals(iterator.key(), key)) {
                iterator.next();
            }
        }
        if (!iterator.isValid()) {
            return null;
        }
        byte[] found = iterator.key();
        boolean isText = found.length > prefix.length
                && Arrays.equals(found, 0, prefix.length, prefix, 0, prefix.length)
                && found[prefix.length] == Table.TEXT;
        return isText ? Arrays.copyOfRange(found, prefix.length, found.length) : null;
    }

    private static byte[] join(byte[] first, byte[] second) {
        return ByteBuffer.allocate(first.length + second.length)
                .put(first)
                .put(second)
                .array();
    }
}
