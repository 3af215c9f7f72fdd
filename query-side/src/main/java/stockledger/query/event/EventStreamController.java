package stockledger.query.event;

import jakarta.servlet.http.HttpServletRequest;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.GetMapping;
import org.springframework.web.bind.annotation.RestController;
import org.springframework.web.servlet.mvc.method.annotation.ResponseBodyEmitter;
import stockledger.query.http.Parameters;
import stockledger.web.ApiContract;
import stockledger.web.security.Caller;

@RestController
class EventStreamController {

    private final EventStreams streams;

    EventStreamController(EventStreams streams) {
        this.streams = streams;
    }

    @ApiContract(
            id = "streamEvents",
            summary = "New events as server-sent events, filtered as in a search.",
            media = MediaType.TEXT_EVENT_STREAM_VALUE,
            parameters = {"sku", "reservation", "reference", "actor", "correlationId", "type", "stream", "after"},
            problems = "503 too-many-streams")
    @GetMapping(path = EventController.ADDRESS + "/stream", produces = MediaType.TEXT_EVENT_STREAM_VALUE)
    ResponseEntity<ResponseBodyEmitter> stream(Parameters parameters, HttpServletRequest request) {
        parameters.only(EventController.names("after"));
        Masking masking = Masking.of(Caller.of(request));
        return streams.open(request, EventFilter.of(parameters, masking), masking, parameters.text("after"));
    }
}
