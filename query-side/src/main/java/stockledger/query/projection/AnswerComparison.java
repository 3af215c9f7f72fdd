package stockledger.query.projection;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import tools.jackson.databind.JsonNode;

/** Compares the answers that are rendered from a projection's documents and cached with those that are served. */
public interface AnswerComparison {

    /** The name of the projection. */
    String projection();

    /**
     * Begins to compare answers; called before the documents are read.
     *
     * @param live the epoch that is served
     * @param rebuilt the epoch whose documents are rendered
     */
    Batch begin(Epoch live, Epoch rebuilt);

    /** The answers of some documents. */
    @FunctionalInterface
    interface Batch {

        /**
         * Compares what is rendered from these documents with what is served.
         *
         * @param rebuilt documents at the versions that the served ones have
         * @param last whether an answer of other versions is a difference, since it was so for long
         */
        Result compare(List<VersionedDocument<JsonNode>> rebuilt, boolean last);
    }

    /**
     * What differs.
     *
     * @param answers number of answers that were compared
     * @param later keys whose answers are of other versions than their documents
     */
    record Result(long answers, List<Difference> differences, Set<String> later) {}

    /**
     * Compares what is kept of all documents together, such as counts; while they change they may differ for a moment.
     *
     * @return empty while they cannot be compared yet
     */
    Optional<Result> compareTotals(Epoch live, Epoch rebuilt);
}
