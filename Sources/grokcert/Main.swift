import ArgumentParser

@main
struct Grokcert: ParsableCommand {
}
