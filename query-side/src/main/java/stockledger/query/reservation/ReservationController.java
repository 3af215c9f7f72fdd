package stockledger.query.reservation;

import com.fasterxml.jackson.annotation.JsonInclude;
import io.swagger.v3.oas.annotations.media.Schema;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.HttpHeaders;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import stockledger.events.ConsistencyToken;
import stockledger.events.ReservationId;
import stockledger.query.consistency.ConsistencyTokenWaiter;
import stockledger.query.http.CacheControl;
import stockledger.query.http.Parameters;
import stockledger.query.http.QueryProblemException;
import stockledger.query.projection.History;
import stockledger.query.projection.ReadModels;
import stockledger.query.projection.ServedDocuments;
import stockledger.query.projection.VersionedDocument;
import stockledger.web.ApiContract;

@RestController
@RequestMapping(path = "/v1/reservations", produces = MediaType.APPLICATION_JSON_VALUE)
class ReservationController {

    private final ReservationProjector projector;
    private final ServedDocuments<ReservationView> documents;
    private final History history;
    private final ConsistencyTokenWaiter waiter;

    ReservationController(
            ReservationProjector projector, ReadModels models, History history, ConsistencyTokenWaiter waiter) {
        this.projector = projector;
        this.documents = models.of(projector);
        this.history = history;
        this.waiter = waiter;
    }

    @JsonInclude(JsonInclude.Include.NON_NULL)
    record ReservationAnswer(
            String id,
            String status,
            List<LineView> lines,
            @Nullable Instant expiresAt,
            @Nullable String reference,
            long version,

            @Schema(description = "True when an event cannot be processed: this is the state before it.") @Nullable
            Boolean degraded) {}

    @ApiContract(
            id = "getReservation",
            summary = "The state of a reservation, now or as of a past instant.",
            tagged = true,
            parameters = "asOf",
            problems = "404 reservation-not-found")
    @GetMapping("/{id}")
    ResponseEntity<ReservationAnswer> one(
            @PathVariable ReservationId id, ConsistencyToken token, Parameters parameters) {
        Instant asOf = parameters.only(Parameters.AS_OF).asOf();
        VersionedDocument<ReservationView> found = asOf == null ? current(id, token) : ofThePast(id, asOf);
        if (found == null) {
            throw QueryProblemException.notFound("reservation-not-found", "There is no such reservation.");
        }
        ReservationView view = found.view();
        long version = found.versionOf(id.stream());
        boolean degraded = found.degradedSince() != null;
        return ResponseEntity.ok()
                .header(HttpHeaders.CACHE_CONTROL, asOf == null ? "no-cache" : CacheControl.NOT_STORED)
                .eTag("\"r" + version + (degraded ? ".d1\"" : "\""))
                .body(new ReservationAnswer(
                        view.id(),
                        view.status(),
                        view.lines(),
                        view.expiresAt(),
                        view.reference(),
                        version,
                        degraded ? true : null));
    }

    private @Nullable VersionedDocument<ReservationView> current(ReservationId id, ConsistencyToken token) {
        return waiter.read(
                token,
                ReservationProjector.NAME,
                List.of(id.value()),
                () -> orFolded(documents.findInReplica(id.value()), id),
                () -> orFolded(documents.find(id.value()), id),
                document -> VersionedDocument.hasSeen(document, token, id.stream()));
    }

    private @Nullable VersionedDocument<ReservationView> ofThePast(ReservationId id, Instant asOf) {
        return history.query(() -> history.fold(projector, id.value(), id.stream(), asOf));
    }

    /** A reservation that ended long ago has no document any more, but events. */
    private @Nullable VersionedDocument<ReservationView> orFolded(
            @Nullable VersionedDocument<ReservationView> found, ReservationId id) {
        if (found == null) {
            waiter.requireNotDegraded(ReservationProjector.NAME, id.value());
            return history.fold(projector, id.value(), id.stream());
        }
        return found;
    }
}
