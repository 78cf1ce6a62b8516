import type { Command } from '../shell/command.ts';

export const SHELLS = ['bash', 'zsh', 'fish'] as const;

export const COMPLETION = {
  name: 'completion',
  summary: 'completion of commands, actions and options for your shell',
  args: 'SHELL',
  words: SHELLS,
  about: `Prints what makes the shell complete "hearthgate" with the tab key; SHELL is bash, zsh or fish. It is made from the same
table as this help, so call it again after an update.`,
  options: {},
  examples: [
    `echo 'eval "$(hearthgate completion bash)"' >> ~/.bashrc`,
    `echo 'eval "$(hearthgate completion zsh)"' >> ~/.zshrc      # behind compinit`,
    'hearthgate completion fish > ~/.config/fish/completions/hearthgate.fish',
  ],
} as const satisfies Command;
