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
import stockledger.query.http.Freshness;
import stockledger.query.http.Parameters;
import stockledger.query.http.Promises;
import stockledger.query.http.Refused;
import stockledger.query.projection.ReadModels;
import stockledger.query.projection.Stored;
import stockledger.query.projection.Views;

@RestController
@RequestMapping(path = "/v1/locations", produces = MediaType.APPLICATION_JSON_VALUE)
class LocationController {

    private static final String STREAMS = "location:";
    private static final int ALL = 0;

    private final Views<LocationView> views;
    private final Freshness freshness;

    LocationController(LocationProjector projector, ReadModels models, Freshness freshness) {
        this.views = models.of(projector);
        this.freshness = freshness;
    }

    record LocationsAnswer(List<LocationView> items) {}

    @Promises(tells = "All locations.")
    @GetMapping
    LocationsAnswer all(ConsistencyToken token, Parameters parameters) {
        parameters.only();
        return new LocationsAnswer(
                freshness
                        .read(
                                token,
                                LocationProjector.NAME,
                                Freshness.ANY,
                                this::read,
                                locations -> seen(locations, token))
                        .stream()
                        .map(Stored::view)
                        .toList());
    }

    @Promises(tells = "A location.", refusals = "404 location-not-found")
    @GetMapping("/{id}")
    LocationView one(@PathVariable LocationId id, ConsistencyToken token, Parameters parameters) {
        parameters.only();
        Stored<LocationView> found = freshness.read(
                token,
                LocationProjector.NAME,
                List.of(id.value()),
                () -> views.findNear(id.value()),
                () -> views.find(id.value()),
                location -> Stored.hasSeen(location, token, id.stream()));
        if (found == null) {
            throw Refused.unknown("location-not-found", "There is no such location.");
        }
        return found.view();
    }

    /** A shop has few places; all of them are one answer. */
    private List<Stored<LocationView>> read() {
        return views.page(Filters.empty(), Sorts.ascending("_id"), ALL);
    }

    private static boolean seen(List<Stored<LocationView>> locations, ConsistencyToken token) {
        Map<String, Stored<LocationView>> byStream =
                locations.stream().collect(Collectors.toMap(location -> STREAMS + location.key(), found -> found));
        return token.versions().keySet().stream()
                .filter(stream -> stream.startsWith(STREAMS))
                .allMatch(stream -> Stored.hasSeen(byStream.get(stream), token, stream));
    }
}
