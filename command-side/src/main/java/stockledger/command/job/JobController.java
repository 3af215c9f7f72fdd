package stockledger.command.job;

import jakarta.validation.Valid;
import org.jspecify.annotations.Nullable;
import org.springframework.http.MediaType;
import org.springframework.http.ResponseEntity;
import org.springframework.web.bind.annotation.PathVariable;
import org.springframework.web.bind.annotation.PostMapping;
import org.springframework.web.bind.annotation.RequestBody;
import org.springframework.web.bind.annotation.RequestMapping;
import org.springframework.web.bind.annotation.RestController;
import stockledger.command.dispatch.Commands;
import stockledger.command.dispatch.KnownStreams;
import stockledger.command.dispatch.Outcome;
import stockledger.command.dispatch.RequestContext;
import stockledger.command.http.Answers;
import stockledger.command.http.CommandResponder;
import stockledger.command.http.IfMatchVersion;
import stockledger.command.http.ReasonBody;
import stockledger.command.job.JobCommand.CancelJob;
import stockledger.command.job.JobRefusal.JobFinished;
import stockledger.command.job.JobRefusal.JobNotFound;
import stockledger.events.JobId;
import stockledger.web.ApiContract;

@RestController
@RequestMapping(
        path = "/v1/jobs",
        consumes = MediaType.APPLICATION_JSON_VALUE,
        produces = MediaType.APPLICATION_JSON_VALUE)
class JobController {

    private final Commands commands;
    private final KnownStreams known;
    private final OpenJobs jobs;

    JobController(Commands commands, KnownStreams known, OpenJobs jobs) {
        this.commands = commands;
        this.known = known;
        this.jobs = jobs;
    }

    @ApiContract(
            id = "cancelJob",
            summary = "Cancels the chunks of a job that have not started.",
            tagged = true,
            async = false,
            refusals = {JobNotFound.class, JobFinished.class})
    @PostMapping("/{id}/cancel")
    ResponseEntity<JobReference> cancel(
            @PathVariable JobId id, @IfMatchVersion('j') @Nullable Long expected, @Valid @RequestBody ReasonBody body) {
        known.require(id.stream(), () -> new JobNotFound(id));
        try (RequestContext.Scope reason = RequestContext.withReason(body.reason())) {
            return CommandResponder.onListedVersion(new CancelJob(id), expected, this::execute);
        }
    }

    private ResponseEntity<JobReference> execute(CancelJob command, @Nullable Long expected) {
        JobId id = command.id();
        Outcome<JobStatus> outcome = commands.send(command, expected);
        jobs.remove(id);
        JobReference answer = new JobReference(id, outcome.answer().text());
        return Answers.tagged(Answers.done(answer, outcome.token()), "j", outcome.version());
    }
}
