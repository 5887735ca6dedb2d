using WestRpc.Simulation;

return SimulationCommand.Run(args);
