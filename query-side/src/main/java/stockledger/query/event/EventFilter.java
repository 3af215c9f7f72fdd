package stockledger.query.event;

import java.time.Instant;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.bson.Document;
import org.jspecify.annotations.Nullable;
import stockledger.query.http.Parameters;
import stockledger.query.http.QueryProblemException;

/**
 * Selects events.
 *
 * @param keys of the index, all of which an event must have, the most selective first
 * @param from earliest time; null for no bound
 * @param to time before which events happened; null for no bound
 * @param withRestricted whether it selects events that are masked for the caller
 */
record EventFilter(
        List<String> keys, @Nullable Instant from, @Nullable Instant to, boolean withRestricted) {

    private static final String ALL = "$all";

    /** The filter of the parameters of a request. */
    static EventFilter of(Parameters parameters, Masking masking) {
        List<String> keys = new ArrayList<>();
        boolean byMasked = false;
        String type = parameters.text(EventKey.TYPE.parameter());
        boolean joined = false;
        for (EventKey key : EventKey.values()) {
            String value =
                    EventKey.PARAMETERS.contains(key) && key != EventKey.TYPE ? parameters.text(key.parameter()) : null;
            if (value != null) {
                if (type != null && EventKey.JOINED_WITH_TYPE.contains(key)) {
                    keys.add(EventKey.joined(type, key.of(value)));
                    joined = true;
                } else {
                    keys.add(key.of(value));
                }
                byMasked |= key == EventKey.ACTOR || key == EventKey.REFERENCE;
            }
        }
        if (type != null && !joined) {
            keys.add(EventKey.TYPE.of(type));
        }
        Instant from = parameters.instant("from");
        Instant to = parameters.instant("to");
        if (from != null && to != null && !from.isBefore(to)) {
            throw QueryProblemException.invalid("to", "Must be after \"from\".");
        }
        return new EventFilter(List.copyOf(keys), from, to, masking.findsRestricted() || !byMasked);
    }

    /**
     * The filter in MongoDB, a plain document: the stand-in uses its index for this form.
     *
     * @param after the id after which the events follow, in their order; null for the first
     */
    Document document(@Nullable String after, boolean descending) {
        Document filter = new Document();
        if (keys.size() == 1) {
            filter.append(EventIndex.KEYS, keys.get(0));
        } else if (!keys.isEmpty()) {
            filter.append(EventIndex.KEYS, new Document(ALL, keys));
        }
        Document ids = new Document();
        String least = from == null ? null : EventId.bound(from);
        String end = to == null ? null : EventId.bound(to);
        if (after != null && descending && (end == null || after.compareTo(end) < 0)) {
            end = after;
        }
        if (after != null && !descending && (least == null || after.compareTo(least) >= 0)) {
            ids.append("$gt", after);
        } else if (least != null) {
            ids.append("$gte", least);
        }
        if (end != null) {
            ids.append("$lt", end);
        }
        if (!ids.isEmpty()) {
            filter.append(EventId.FIELD, ids);
        }
        if (!withRestricted) {
            filter.append(EventIndex.RESTRICTED, new Document("$ne", true));
        }
        return filter;
    }

    /** Whether an event that was not read from the index is one of them. */
    boolean matches(Collection<String> keysOfEvent, Instant time, boolean restricted) {
        return keysOfEvent.containsAll(keys)
                && (from == null || !time.isBefore(from))
                && (to == null || time.isBefore(to))
                && (withRestricted || !restricted);
    }
}
