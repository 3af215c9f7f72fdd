package stockledger.query.webhook;

import static com.mongodb.client.model.Filters.and;
import static com.mongodb.client.model.Filters.gt;
import static com.mongodb.client.model.Filters.lt;

import com.fasterxml.jackson.annotation.JsonInclude;
import com.mongodb.client.MongoCollection;
import com.mongodb.client.MongoDatabase;
import com.mongodb.client.model.Projections;
import com.mongodb.client.model.ReplaceOptions;
import com.mongodb.client.model.Sorts;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;
import org.bson.Document;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import stockledger.query.projection.StoredJson;
import tools.jackson.core.type.TypeReference;

/**
 * The attempts to deliver, newest first. The process that delivers writes those of a second as one document: a document for each
 * would cost more than the delivery. Such a document has at most {@value #MAX_SUCCESSES} successes, and all failures: the delays
 * between retries bound their number.
 */
final class DeliveryLog {

    static final String COLLECTION = "webhook_deliveries";

    /** Most successes in one document, which has the attempts of one second. */
    static final int MAX_SUCCESSES = 100;

    private static final int MAX_FAILURES = 400;

    /** Most documents of one webhook: older ones are deleted. */
    static final int MAX_DOCUMENTS = 1_000;

    private static final int FLUSHES_BETWEEN_CLEANUPS = 100;
    private static final String ID = "_id";
    private static final String ENTRIES = "entries";
    private static final String SEPARATOR = "/";
    private static final TypeReference<List<Attempt>> LIST = new TypeReference<>() {};

    private final MongoCollection<Document> collection;

    DeliveryLog(MongoDatabase database) {
        this.collection = database.getCollection(COLLECTION);
    }

    /**
     * An attempt to deliver an event.
     *
     * @param subject the SKU or the reservation
     * @param millis for how long it took
     */
    @JsonInclude(JsonInclude.Include.NON_NULL)
    record Attempt(
            Instant at,
            String eventId,
            String type,
            String subject,
            long sequence,
            long position,

            @Schema(description = "Of the attempt, from 1.") int number,

            @Schema(allowableValues = {Attempt.DELIVERED, Attempt.FAILED})
            String result,

            @Schema(description = "HTTP status of the answer; absent when there was no answer.") @Nullable
            Integer status,

            @Schema(
                    description = "Why there was no answer; absent when there was one.",
                    allowableValues = {"address-refused", "unknown-host", "timeout", "tls", "connection-failed"})
            @Nullable
            String error,

            long millis,

            @Schema(description = "When the delivery is repeated; absent when the attempt succeeded.") @Nullable
            Instant nextAttemptAt) {

        static final String DELIVERED = "delivered";
        static final String FAILED = "failed";
    }

    /** The attempts of one webhook that are not written yet. */
    final class Buffer {

        private final String webhook;
        private List<Attempt> waiting = new ArrayList<>();
        private int successes;
        private int flushes;

        Buffer(String webhook) {
            this.webhook = webhook;
        }

        synchronized void add(Attempt attempt) {
            boolean isSuccess = attempt.result().equals(Attempt.DELIVERED);
            if (isSuccess ? successes < MAX_SUCCESSES : waiting.size() - successes < MAX_FAILURES) {
                waiting.add(attempt);
                successes += isSuccess ? 1 : 0;
            }
        }

        private synchronized List<Attempt> take() {
            List<Attempt> taken = waiting;
            waiting = new ArrayList<>();
            successes = 0;
            return taken;
        }

        /** Writes these attempts as one document. */
        void flush(Instant now) {
            List<Attempt> taken = take();
            if (taken.isEmpty()) {
                return;
            }
            Document document = new Document(ID, id(webhook, now.toEpochMilli()))
                    .append(ENTRIES, StoredJson.mapper().writeValueAsString(taken));
            collection.replaceOne(new Document(ID, document.get(ID)), document, new ReplaceOptions().upsert(true));
            flushes++;
            if (flushes % FLUSHES_BETWEEN_CLEANUPS == 0) {
                clean();
            }
        }

        private void clean() {
            Document oldest = collection
                    .find(of(webhook, null))
                    .sort(Sorts.descending(ID))
                    .skip(MAX_DOCUMENTS)
                    .limit(1)
                    .projection(Projections.include(ID))
                    .first();
            if (oldest != null) {
                collection.deleteMany(and(gt(ID, webhook + SEPARATOR), lt(ID, oldest.getString(ID))));
            }
        }
    }

    Buffer buffer(String webhook) {
        return new Buffer(webhook);
    }

    private static String id(String webhook, long millis) {
        return String.format(Locale.ROOT, "%s%s%014d", webhook, SEPARATOR, millis);
    }

    /** The documents of a webhook before one of them. */
    private static Bson of(String webhook, @Nullable String before) {
        return and(gt(ID, webhook + SEPARATOR), lt(ID, before == null ? webhook + SEPARATOR + "9" : before));
    }

    /**
     * A page.
     *
     * @param document in which the last attempt is
     * @param index of the last attempt, counted from the newest in it
     */
    record Page(List<Attempt> attempts, String document, int index, boolean hasMore) {}

    /**
     * Reads attempts, newest first.
     *
     * @param document of the last one that the caller has; null for the first page
     * @param index of the last one in it; -1 for the first page
     */
    Page read(String webhook, Predicate<Attempt> filter, @Nullable String document, int index, int limit) {
        List<Attempt> page = new ArrayList<>();
        String lastDocument = document == null ? "" : document;
        int lastIndex = index;
        String upTo = document == null ? null : document + " ";
        for (Document found :
                collection.find(of(webhook, upTo)).sort(Sorts.descending(ID)).limit(MAX_DOCUMENTS)) {
            List<Attempt> entries = StoredJson.mapper().readValue(found.getString(ENTRIES), LIST);
            int begin = found.getString(ID).equals(document) ? index + 1 : 0;
            for (int i = begin; i < entries.size(); i++) {
                Attempt attempt = entries.get(entries.size() - 1 - i);
                if (filter.test(attempt)) {
                    if (page.size() == limit) {
                        return new Page(page, lastDocument, lastIndex, true);
                    }
                    page.add(attempt);
                    lastDocument = found.getString(ID);
                    lastIndex = i;
                }
            }
        }
        return new Page(page, lastDocument, lastIndex, false);
    }

    /** Deletes the attempts of a removed webhook. */
    void delete(String webhook) {
        collection.deleteMany(of(webhook, null));
    }
}
