package stockledger.command.location;

import jakarta.validation.Valid;
import jakarta.validation.constraints.NotBlank;
import jakarta.validation.constraints.NotNull;
import jakarta.validation.constraints.Size;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import stockledger.command.dispatch.Commands;
import stockledger.command.dispatch.Outcome;
import stockledger.command.http.Answers;
import stockledger.command.http.CommandResponder;
import stockledger.command.http.HttpCommand;
import stockledger.command.http.NormalizedText;
import stockledger.command.location.LocationCommand.OpenLocation;
import stockledger.command.location.LocationRefusal.LocationExists;
import stockledger.events.LocationId;
import stockledger.web.ApiContract;

@RestController
@RequestMapping(path = "/v1/locations", produces = MediaType.APPLICATION_JSON_VALUE)
class LocationController implements HttpCommand.Source {

    private final CommandResponder responder;
    private final Commands commands;

    LocationController(CommandResponder responder, Commands commands) {
        this.responder = responder;
        this.commands = commands;
    }

    record OpenBody(
            @NotNull LocationId id,
            @NotBlank @NormalizedText @Size(max = 200) String name) {}

    @ApiContract(id = "openLocation", summary = "Opens a location.", status = 201, refusals = LocationExists.class)
    @PostMapping(consumes = MediaType.APPLICATION_JSON_VALUE)
    ResponseEntity<OpenBody> open(@Valid @RequestBody OpenBody body) {
        return responder.respond(new OpenLocation(body.id(), body.name()), null, this::execute);
    }

    @Override
    public List<HttpCommand<?, ?>> commands() {
        return List.of(new HttpCommand<>(OpenLocation.class, this::execute));
    }

    private ResponseEntity<OpenBody> execute(OpenLocation command, @Nullable Long expected) {
        Outcome<String> outcome = commands.send(command, expected);
        return Answers.created(
                "/v1/locations/" + command.id(), new OpenBody(command.id(), command.name()), outcome.token());
    }
}
