package stockledger.command.http;

/** The body of a command without members: {@code {}}. */
public record EmptyBody() {}
