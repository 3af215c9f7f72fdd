package stockledger.command.http;

/** The body of a step that needs nothing said: {@code {}}. */
public record EmptyBody() {}
