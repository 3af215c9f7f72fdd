package stockledger.command.job;

import stockledger.events.JobId;

/** The body of an answer about a job: its id and its status in lower case. */
public record JobReference(JobId id, String status) {}
