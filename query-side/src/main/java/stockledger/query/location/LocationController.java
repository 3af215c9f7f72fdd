package stockledger.query.location;

import com.mongodb.client.model.Filters;
import com.mongodb.client.model.Sorts;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.springframework.http.MediaType;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import stockledger.events.ConsistencyToken;
import stockledger.events.LocationId;
import stockledger.web.ApiContract;
import stockledger.query.consistency.ConsistencyTokenWaiter;
import stockledger.query.http.Parameters;
import stockledger.query.http.QueryProblemException;
import stockledger.query.projection.ReadModels;
import stockledger.query.projection.ServedDocuments;
import stockledger.query.projection.VersionedDocument;

@RestController
@RequestMapping(path = "/v1/locations", produces = MediaType.APPLICATION_JSON_VALUE)
class LocationController {

    private static final String STREAMS = "location:";
    private static final int ALL = 0;

    private final ServedDocuments<LocationView> views;
    private final ConsistencyTokenWaiter freshness;

    LocationController(LocationProjector projector, ReadModels models, ConsistencyTokenWaiter freshness) {
        this.views = models.of(projector);
        this.freshness = freshness;
    }

    record LocationsAnswer(List<LocationView> items) {}

    @ApiContract(summary = "All locations.")
    @GetMapping
    LocationsAnswer all(ConsistencyToken token, Parameters parameters) {
        parameters.only();
        return new LocationsAnswer(freshness
                .read(
                        token,
                        LocationProjector.NAME,
                        ConsistencyTokenWaiter.ANY,
                        this::read,
                        locations -> seen(locations, token))
                .stream()
                .map(VersionedDocument::view)
                .toList());
    }

    @ApiContract(summary = "A location.", problems = "404 location-not-found")
    @GetMapping("/{id}")
    LocationView one(@PathVariable LocationId id, ConsistencyToken token, Parameters parameters) {
        parameters.only();
        VersionedDocument<LocationView> found = freshness.read(
                token,
                LocationProjector.NAME,
                List.of(id.value()),
                () -> views.findNear(id.value()),
                () -> views.find(id.value()),
                location -> VersionedDocument.hasSeen(location, token, id.stream()));
        if (found == null) {
            throw QueryProblemException.notFound("location-not-found", "There is no such location.");
        }
        return found.view();
    }

    /** A shop has few places; all of them are one answer. */
    private List<VersionedDocument<LocationView>> read() {
        return views.page(Filters.empty(), Sorts.ascending("_id"), ALL);
    }

    private static boolean seen(List<VersionedDocument<LocationView>> locations, ConsistencyToken token) {
        Map<String, VersionedDocument<LocationView>> byStream =
                locations.stream().collect(Collectors.toMap(location -> STREAMS + location.key(), found -> found));
        return token.versions().keySet().stream()
                .filter(stream -> stream.startsWith(STREAMS))
                .allMatch(stream -> VersionedDocument.hasSeen(byStream.get(stream), token, stream));
    }
}
