package stockledger.standalone.documents;

import de.bwaldvogel.mongo.bson.Document;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The ids that a query sorted by id asks for, all of them texts.
 *
 * @param least null for no bound
 * @param withLeast whether the least is one of them
 * @param greatest null for no bound
 * @param withGreatest whether the greatest is one of them
 */
record IdRange(
        @Nullable String least,
        boolean withLeast,
        @Nullable String greatest,
        boolean withGreatest,
        boolean descending) {

    /** The range of a query; null when it is not sorted by id, or asks for ids in another way. */
    static @Nullable IdRange of(Document query, @Nullable Document orderBy) {
        if (orderBy == null || orderBy.size() != 1 || !(orderBy.get(IdIndex.ID) instanceof Number direction)) {
            return null;
        }
        IdRange range = new IdRange(null, false, null, false, direction.intValue() < 0);
        Object id = query.get(IdIndex.ID);
        if (id == null) {
            return query.containsKey(IdIndex.ID) ? null : range;
        }
        if (!(id instanceof Document bounds)) {
            return null;
        }
        for (Map.Entry<String, Object> bound : bounds.entrySet()) {
            range = bound.getValue() instanceof String text ? range.with(bound.getKey(), text) : null;
            if (range == null) {
                return null;
            }
        }
        return range;
    }

    private @Nullable IdRange with(String operator, String bound) {
        return switch (operator) {
            case "$gt" -> new IdRange(bound, false, greatest, withGreatest, descending);
            case "$gte" -> new IdRange(bound, true, greatest, withGreatest, descending);
            case "$lt" -> new IdRange(least, withLeast, bound, false, descending);
            case "$lte" -> new IdRange(least, withLeast, bound, true, descending);
            default -> null;
        };
    }

    /** Without any bound, ids of other types are asked for too. */
    boolean isUnbounded() {
        return least == null && greatest == null;
    }

    /** The same range from after an id on, in its direction. */
    IdRange after(String last) {
        return descending
                ? new IdRange(least, withLeast, last, false, true)
                : new IdRange(last, false, greatest, withGreatest, false);
    }
}
