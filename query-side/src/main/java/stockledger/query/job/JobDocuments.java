package stockledger.query.job;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import java.util.ArrayList;
import java.util.List;
import org.bson.conversions.Bson;
import org.jspecify.annotations.Nullable;
import org.springframework.stereotype.Component;
import stockledger.events.ConsistencyToken;
import stockledger.events.JobId;
import stockledger.query.consistency.ConsistencyTokenWaiter;
import stockledger.query.http.QueryProblemException;
import stockledger.query.projection.History;
import stockledger.query.projection.ReadModels;
import stockledger.query.projection.ServedDocuments;
import stockledger.query.projection.VersionedDocument;

/** The documents of jobs, for queries. */
@Component
final class JobDocuments {

    private static final String ID = "_id";

    private final JobProjector projector;
    private final ServedDocuments<JobView> documents;
    private final History history;
    private final ConsistencyTokenWaiter waiter;

    JobDocuments(JobProjector projector, ReadModels models, History history, ConsistencyTokenWaiter waiter) {
        this.projector = projector;
        this.documents = models.of(projector);
        this.history = history;
        this.waiter = waiter;
    }

    /** @throws QueryProblemException 404 {@code job-not-found} */
    VersionedDocument<JobView> find(JobId id, ConsistencyToken token) {
        VersionedDocument<JobView> found = waiter.read(
                token,
                JobProjector.NAME,
                List.of(id.value()),
                () -> findOrFold(id),
                document -> VersionedDocument.hasSeen(document, token, id.stream()));
        if (found == null) {
            throw QueryProblemException.notFound("job-not-found", "There is no such job.");
        }
        return found;
    }

    /** A job that ended long ago has no document any more, but events. Others get theirs within the projection's delay. */
    private @Nullable VersionedDocument<JobView> findOrFold(JobId id) {
        VersionedDocument<JobView> found = documents.find(id.value());
        if (found != null) {
            return found;
        }
        waiter.requireNotDegraded(JobProjector.NAME, id.value());
        VersionedDocument<JobView> folded = history.fold(projector, id.value(), id.stream());
        return folded == null || JobProjector.endOf(folded.view()) == null ? null : folded;
    }

    /**
     * Jobs, newest first.
     *
     * @param status null for all
     * @param kind of the rows; null for all
     * @param after time and id of the last one of the page before; empty for the first page
     */
    List<JobView> newest(@Nullable String status, @Nullable String kind, List<String> after, int limit) {
        List<Bson> filters = new ArrayList<>();
        if (status != null) {
            filters.add(Filters.eq(JobProjector.STATUS, status));
        }
        if (kind != null) {
            filters.add(Filters.eq(JobProjector.KIND, kind));
        }
        if (!after.isEmpty()) {
            String time = after.get(0);
            filters.add(Filters.or(
                    Filters.lt(JobProjector.ACCEPTED_AT, time),
                    Filters.and(Filters.eq(JobProjector.ACCEPTED_AT, time), Filters.lt(ID, after.get(1)))));
        }
        Bson filter = filters.isEmpty() ? Filters.empty() : Filters.and(filters);
        return documents.page(filter, Sorts.descending(JobProjector.ACCEPTED_AT, ID), limit).stream()
                .map(VersionedDocument::view)
                .toList();
    }

    /** Those of the served epoch. */
    Failures failures() {
        return new Failures(documents.sideCollection(Failures.NAME));
    }
}
