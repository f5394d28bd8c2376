package io.millrace.benchmark.command;

/**
 * An option that a command takes, written {@code name=value}.
 *
 * @param name what stands before the sign
 * @param defaultValue what holds if it is not given
 * @param description a few words for the help
 */
public record Option(String name, String defaultValue, String description) {}
