package stockledger.query.overview;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.CacheControl;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import stockledger.query.http.EventStreamResponse;
import stockledger.query.http.Parameters;
import stockledger.web.ApiContract;

@RestController
class OverviewController {

    static final String ADDRESS = "/v1/admin/overview";

    private final OverviewSampler sampler;
    private final OverviewStreams streams;

    OverviewController(OverviewSampler sampler, OverviewStreams streams) {
        this.sampler = sampler;
        this.streams = streams;
    }

    @ApiContract(
            id = "getOverview",
            summary =
                    "What the service is doing: requests, caches and errors of this process, projections, jobs, stores, and"
                            + " what is to be done next.")
    @GetMapping(path = ADDRESS, produces = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<Overview> overview(Parameters parameters) {
        parameters.only();
        return ResponseEntity.ok().cacheControl(CacheControl.noStore()).body(sampler.current());
    }

    @ApiContract(
            id = "streamOverview",
            summary = "The overview as server-sent events, every two seconds.",
            media = MediaType.TEXT_EVENT_STREAM_VALUE,
            problems = "503 too-many-streams")
    @GetMapping(path = ADDRESS + "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    ResponseEntity<ResponseBodyEmitter> stream(Parameters parameters, HttpServletRequest request) {
        parameters.only();
        ResponseEntity.BodyBuilder response = EventStreamResponse.head();
        return request.getMethod().equals("HEAD") ? response.build() : response.body(streams.open());
    }
}
